using System.Net;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Pollinate.Host.Configuration.Options;
using StackExchange.Redis;

namespace Pollinate.Host.Caching;

/// <summary>Makes the cache that Redis is.</summary>
internal static class RedisServer
{
    /// <param name="options">Where and as whom; checked before.</param>
    /// <param name="patience">How long a connect and a call may take.</param>
    public static IDistributedCache Create(CacheOptions options, TimeSpan patience)
    {
        var address = RedisAddress.Parse(options.RedisUrl)!;
        var milliseconds = (int)Math.Min(patience.TotalMilliseconds, int.MaxValue);
        var redis = new ConfigurationOptions
        {
            EndPoints = { EndPointOf(address) },
            DefaultDatabase = address.Database,
            User = NullIfEmpty(options.RedisUsername),
            Password = NullIfEmpty(options.RedisPassword),
            ClientName = OpenStack.OpenStackHttp.UserAgent,
            ConnectTimeout = milliseconds,
            AsyncTimeout = milliseconds,
            SyncTimeout = milliseconds,
            ConnectRetry = 1,
            AbortOnConnectFail = true,
            // What can't be sent now is of no use later.
            BacklogPolicy = BacklogPolicy.FailFast,
        };
        if (address.IsTls)
        {
            var tls = TlsOf(options).Read()(address.Host);
            redis.Ssl = true;
            redis.SslHost = address.Host;
            redis.SslClientAuthenticationOptions = _ => tls;
        }

        return new RedisCache(new RedisCacheOptions { ConfigurationOptions = redis });
    }

    /// <summary>The files of the section.</summary>
    public static CacheTls TlsOf(CacheOptions options) => new(
        CacheOptions.GroupName, "redis_", NullIfEmpty(options.RedisCafile), NullIfEmpty(options.RedisCertfile), NullIfEmpty(options.RedisKeyfile));

    private static EndPoint EndPointOf(RedisAddress address) => IPAddress.TryParse(address.Host, out var number)
        ? new IPEndPoint(number, address.Port)
        : new DnsEndPoint(address.Host, address.Port);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
