namespace Pollinate.SimulatedCloud;

/// <summary>How a simulated cloud is started.</summary>
public sealed record CloudOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How long every call of a service takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>How long a token lives.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The address of a service in the catalog, by its type and the kind of endpoint, such as a front's; where it is null or
    /// gives null, it is the cloud's own.
    /// </summary>
    public Func<string, string, Uri?>? EndpointOf { get; init; }

    /// <summary>How many credentials Keystone lists on one page.</summary>
    public int CredentialPageSize { get; init; } = 100;

    /// <summary>The clock that tokens expire by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
