namespace Pollinate.Harness.Load;

/// <summary>So many requests, no more and no fewer.</summary>
internal sealed record LoadPlan
{
    /// <summary>The port on 127.0.0.1.</summary>
    public required int Port { get; init; }

    /// <summary>How many requests.</summary>
    public required int Requests { get; init; }

    /// <summary>How many connections share them.</summary>
    public required int Connections { get; init; }

    /// <summary>The bytes of a request, by its number from 0 on.</summary>
    public required Func<int, ReadOnlyMemory<byte>> Request { get; init; }

    /// <summary>Whether a body with status 200 is right, by the number of the request.</summary>
    public required Func<int, ReadOnlyMemory<byte>, bool> IsRight { get; init; }
}
