using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup(GroupName, Help = "How long lookups in OpenStack are kept across requests: within one request each is made at most once, and requests that ask while a call is under way share it, whatever stands here. And what the daemons of several hosts share their validated tokens through.")]
internal sealed record CacheOptions
{
    public const string GroupName = "cache";
    public const string Memcached = "memcached";
    public const string Redis = "redis";
    public const string NotShared = "none";

    /// <summary>For what hardly changes.</summary>
    public const int DefaultSeconds = 60;

    /// <summary>As long as the calls take that Nova makes for one instance, and not much longer.</summary>
    public const int DefaultServerSeconds = 5;

    [Option("project_time", Minimum = 0, Help = "Seconds that a project is kept. 0: not at all. Without a value: 60.")]
    public int? ProjectTime { get; init; } = DefaultSeconds;

    [Option("image_time", Minimum = 0, Help = "Seconds that an image is kept. 0: not at all. Without a value: 60.")]
    public int? ImageTime { get; init; } = DefaultSeconds;

    [Option("server_time", Minimum = 0,
        Help = "Seconds that a server is kept: Nova asks several times about one instance, once for each target and again for each version of a config drive. 0: not at all. Without a value: 5.")]
    public int? ServerTime { get; init; } = DefaultServerSeconds;

    [Option("backend", Choices = [Memcached, Redis, NotShared],
        ChoiceHelp = ["at [keystone_authtoken] memcached_servers, and through nothing while that is empty", "at redis_url", "through nothing"],
        Help = "What validated tokens are shared through. The memcache_pool_socket_timeout, memcache_pool_dead_retry, memcache_security_strategy and memcache_secret_key of [keystone_authtoken] count for both.")]
    public string Backend { get; init; } = Memcached;

    [Option("redis_url",
        Help = "Where Redis is, with backend = redis: redis://host:port/database, or rediss:// with TLS. Without a port 6379, without a database 0.")]
    public string? RedisUrl { get; init; }

    [Option("redis_username", Help = "User name for Redis. When empty: its user default.")]
    public string? RedisUsername { get; init; }

    [Option("redis_password", Secret = true, Help = "Password for Redis.")]
    public string? RedisPassword { get; init; }

    [Option("redis_cafile", Path = PathPlace.Whole,
        Help = "PEM file of the authorities that may have signed the certificate of Redis, read when the configuration is. When empty: the system's.")]
    public string? RedisCafile { get; init; }

    [Option("redis_certfile", Path = PathPlace.Whole, Content = SecretContent.PrivateKey, Help = "PEM file of the client certificate for Redis, which may hold the key, too.")]
    public string? RedisCertfile { get; init; }

    [Option("redis_keyfile", Path = PathPlace.Whole, Content = SecretContent.Whole, Help = "PEM file of the client certificate's key for Redis.")]
    public string? RedisKeyfile { get; init; }
}
