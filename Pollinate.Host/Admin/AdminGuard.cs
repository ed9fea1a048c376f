using System.Net;
using Pollinate.Host.Http;

namespace Pollinate.Host.Admin;

/// <summary>
/// Keeps web pages out: a name of a stranger's that leads to this host's loopback address would have an operator's browser read
/// the listener for it. So whoever listens at loopback addresses alone is asked by address, or as localhost. Pages that only tell
/// something are asked with GET and HEAD.
/// </summary>
/// <param name="endpoints">Where the listener is.</param>
internal sealed class AdminGuard(IReadOnlyList<IPEndPoint> endpoints)
{
    private const string Methods = "GET, HEAD";

    private readonly bool _isLocal = endpoints.All(endpoint => IPAddress.IsLoopback(endpoint.Address));

    /// <summary>Answers what is not let in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refused">The writing of the answer.</param>
    /// <returns>Whether it is let in.</returns>
    public bool Admits(HttpContext context, out Task refused)
    {
        refused = Task.CompletedTask;
        if (_isLocal && !IsAddress(context.Request.Host.Host))
        {
            refused = ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "The admin listener is asked by its address, such as 127.0.0.1, or as localhost; a proxy before it has to say so in Host.");
            return false;
        }

        if (context.Request.Path.Value is AdminWay.Metrics or AdminWay.Status)
        {
            // What is seen is of this moment.
            context.Response.Headers.CacheControl = "no-store";
            if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                return true;
            context.Response.Headers.Allow = Methods;
            refused = ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "This page is asked for with GET.");
            return false;
        }

        return true;
    }

    private static bool IsAddress(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
