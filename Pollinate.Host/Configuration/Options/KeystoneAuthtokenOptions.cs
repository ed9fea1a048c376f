using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("keystone_authtoken", Help = "How the callers' tokens are checked: keystonemiddleware's auth_token.")]
internal sealed record KeystoneAuthtokenOptions : KeystoneCredentialOptions
{
    /// <summary>The strategy that is none.</summary>
    public const string Unprotected = "None";

    /// <summary>The bound that the daemon puts on a connect and on a read when the operator sets none.</summary>
    public const int DefaultConnectTimeoutSeconds = 10;

    [Option("www_authenticate_uri", DeprecatedNames = ["auth_uri"],
        Help = "Keystone's public address, told to callers who come without a valid token. When empty: auth_url.")]
    public string? WwwAuthenticateUri { get; init; }

    [Option("auth_version", Unused = "version 3 is the only one",
        Help = "Read for compatibility; version 3 of the Identity API is always used.")]
    public string? AuthVersion { get; init; }

    [Option("interface", Help = "Endpoint of the catalog to validate tokens at: public, internal or admin.")]
    public string Interface { get; init; } = "internal";

    [Option("delay_auth_decision",
        Help = "Let requests without a valid token through to the service, which then refuses them itself.")]
    public bool DelayAuthDecision { get; init; }

    [Option("http_connect_timeout", Minimum = 1,
        Help = "Seconds that connecting to Keystone, and each wait for its answer, may take. Without a value: 10.")]
    public int? HttpConnectTimeout { get; init; }

    [Option("http_request_max_retries", Minimum = 0, Maximum = 100,
        Help = "How often a validation is tried again when the connection to Keystone fails.")]
    public int? HttpRequestMaxRetries { get; init; } = 3;

    [Option("include_service_catalog", Help = "Ask for the service catalog with a validated token.")]
    public bool IncludeServiceCatalog { get; init; } = true;

    [Option("enforce_token_bind",
        Help = "Check of a token's binding: disabled, permissive, strict, required, or the name of the one kind of binding that a token must have.")]
    public string EnforceTokenBind { get; init; } = "permissive";

    [Option("service_token_roles", Help = "Roles of which a service token must have one.")]
    public IReadOnlyList<string> ServiceTokenRoles { get; init; } = ["service"];

    [Option("service_token_roles_required", Help = "Whether a service token without such a role is refused.")]
    public bool ServiceTokenRolesRequired { get; init; } = true;

    [Option("service_type",
        Help = "This service's type in the catalog, against which an application credential's access rules are checked. When empty: tokens with access rules are refused.")]
    public string? ServiceType { get; init; }

    [Option("token_cache_time", Minimum = -1,
        Help = "Seconds that a validated token is kept; 0 and -1 turn the cache off. A token that is revoked meanwhile goes on working for that long.")]
    public int? TokenCacheTime { get; init; } = 300;

    [Option("cache", Unused = "it names a variable of a WSGI environment",
        Help = "Read for compatibility; has no effect.")]
    public string? Cache { get; init; }

    [Option("memcached_servers", DeprecatedNames = ["memcache_servers"],
        Help = "memcached servers that the daemons of several hosts share validated tokens through: host:port, [address]:port or unix:/path. Without a port 11211. The same in the same order on every host.")]
    public IReadOnlyList<string> MemcachedServers { get; init; } = [];

    [Option("memcache_security_strategy", Choices = [Unprotected, "MAC", "ENCRYPT"], ChoicesIgnoreCase = true,
        ChoiceHelp = ["neither", "signed", "encrypted and signed"],
        Help = "Whether what is kept in the shared cache is signed, or encrypted and signed. Both need memcache_secret_key.")]
    public string MemcacheSecurityStrategy { get; init; } = Unprotected;

    [Option("memcache_secret_key", Secret = true, Help = "Key for memcache_security_strategy, the same on every host.")]
    public string? MemcacheSecretKey { get; init; }

    [Option("memcache_pool_dead_retry", Minimum = 0,
        Help = "Seconds that a server of the shared cache is left alone after it failed. It is tried again in the background, at no request's cost. 0 is 1.")]
    public int? MemcachePoolDeadRetry { get; init; } = 300;

    [Option("memcache_pool_maxsize", Minimum = 1, Help = "Connections to each memcached server at most.")]
    public int? MemcachePoolMaxsize { get; init; } = 10;

    [Option("memcache_pool_socket_timeout", Minimum = 1, Maximum = 3600,
        Help = "Seconds that a look into the shared cache may take with all that it needs, connecting among it, until its server counts as dead.")]
    public int? MemcachePoolSocketTimeout { get; init; } = 3;

    [Option("memcache_pool_unused_timeout", Minimum = 1, Maximum = 86400, Help = "Seconds that an unused connection to memcached is kept.")]
    public int? MemcachePoolUnusedTimeout { get; init; } = 60;

    [Option("memcache_pool_conn_get_timeout", Minimum = 0, Maximum = 3600,
        Help = "Seconds to wait for a connection to memcached when all are in use, within memcache_pool_socket_timeout.")]
    public int? MemcachePoolConnGetTimeout { get; init; } = 10;

    [Option("memcache_use_advanced_pool", Unused = "there is one pool", Help = "Read for compatibility; has no effect.")]
    public bool MemcacheUseAdvancedPool { get; init; } = true;

    [Option("memcache_tls_enabled", Help = "Talk TLS to memcached.")]
    public bool MemcacheTlsEnabled { get; init; }

    [Option("memcache_tls_cafile", Path = PathPlace.Whole,
        Help = "PEM file of the authorities that may have signed memcached's certificate, read when the configuration is. When empty: the system's.")]
    public string? MemcacheTlsCafile { get; init; }

    [Option("memcache_tls_certfile", Path = PathPlace.Whole, Content = SecretContent.PrivateKey, Help = "PEM file of the client certificate for memcached, which may hold the key, too.")]
    public string? MemcacheTlsCertfile { get; init; }

    [Option("memcache_tls_keyfile", Path = PathPlace.Whole, Content = SecretContent.Whole, Help = "PEM file of the client certificate's key for memcached.")]
    public string? MemcacheTlsKeyfile { get; init; }

    [Option("memcache_tls_allowed_ciphers",
        Help = "Cipher suites allowed with memcached, as OpenSSL or IANA name them, separated by colons. When empty: the system's.")]
    public string? MemcacheTlsAllowedCiphers { get; init; }

    [Option("memcache_sasl_enabled", Help = "Log in to memcached by SASL, in the binary protocol, as memcached -S wants it.")]
    public bool MemcacheSaslEnabled { get; init; }

    [Option("memcache_username", Help = "User name for memcached, with memcache_sasl_enabled.")]
    public string? MemcacheUsername { get; init; } = "";

    [Option("memcache_password", Secret = true, Help = "Password for memcached, with memcache_sasl_enabled.")]
    public string? MemcachePassword { get; init; } = "";
}
