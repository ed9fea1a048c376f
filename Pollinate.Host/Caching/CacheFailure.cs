using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace Pollinate.Host.Caching;

/// <summary>Says why a call failed, behind the server's name, without what the server or a library says of its own.</summary>
internal static class CacheFailure
{
    /// <param name="exception">What the call threw.</param>
    /// <param name="patience">The time that it had.</param>
    public static string Describe(Exception exception, TimeSpan patience) => exception switch
    {
        CacheException => exception.Message,
        OperationCanceledException or TimeoutException => $"gave no answer within {patience.TotalSeconds:0.###} s",
        AuthenticationException => "can't be talked TLS to, or its certificate is not trusted",
        SocketException socket => $"can't be connected to ({socket.SocketErrorCode})",
        IOException { InnerException: SocketException socket } => $"broke the connection ({socket.SocketErrorCode})",
        IOException => "broke the connection",
        // When it has not been connected to before, the kind of failure is only in the message, of which nothing is repeated.
        RedisConnectionException redis when redis.FailureType == ConnectionFailureType.AuthenticationFailure
            || redis.Message.Contains("authentication failure", StringComparison.OrdinalIgnoreCase) => "refused redis_username and redis_password",
        RedisConnectionException redis => $"can't be connected to ({redis.FailureType})",
        RedisServerException => "answered an error",
        _ => $"can't be used ({exception.GetType().Name})",
    };
}
