using Pollinate.SimulatedCloud.Faults;
using Pollinate.SimulatedCloud.Fronts;

namespace Pollinate.Soak.Faults;

/// <summary>One way in which a back end can be in trouble.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Mode">What becomes of the connections to it.</param>
/// <param name="Fault">What becomes of the calls; null when it lies with the connections.</param>
internal sealed record Trouble(string Name, FrontMode Mode, Fault? Fault)
{
    private const int HugeLength = 50 * 1024 * 1024;

    private static readonly Trouble ClockSkew = Of("clock skew", FaultKind.ClockSkew);

    /// <summary>Befalls one call a second, not all of them.</summary>
    private static readonly Trouble ExpiredToken = new("expired token", FrontMode.Open, new(FaultKind.ExpiredCaller, "") { Times = 1 });

    public static IReadOnlyList<Trouble> All { get; } =
    [
        new("refused", FrontMode.Refusing, null),
        new("black hole", FrontMode.Silent, null),
        new("reset midway", FrontMode.Resetting, null),
        Of("one byte a second", FaultKind.SlowBody),
        OfStatus(401),
        OfStatus(403),
        OfStatus(429, "3"),
        OfStatus(500),
        OfStatus(503),
        Of("redirect", FaultKind.Redirect),
        Of("HTML", FaultKind.Html),
        Of("empty", FaultKind.Empty),
        Of("cut short", FaultKind.CutShort),
        Of("wrong types", FaultKind.WrongValues),
        new("50 MB", FrontMode.Open, new(FaultKind.HugeBody, "") { Length = HugeLength }),
        ClockSkew,
        ExpiredToken,
        new("certificate expired", FrontMode.Expired, null),
    ];

    /// <summary>Takes memory that the daemon gives back only after a quarter of an hour, which would hide what it never gives back.</summary>
    public bool TakesMemory => Fault is { Kind: FaultKind.HugeBody };

    /// <summary>Must be added again and again.</summary>
    public bool IsRepeated => Fault?.Times is not null;

    /// <summary>Whether its calls can be counted: who is refused is not seen by anybody.</summary>
    public bool IsCounted => Mode != FrontMode.Refusing;

    /// <summary>
    /// The back end answers, though not to everybody or not well: it is asked on, once for each request that needs it.
    /// </summary>
    public bool IsAnswer => this == ClockSkew || Fault is { Kind: FaultKind.WrongValues } or { Kind: FaultKind.Status, Status: 403 };

    /// <summary>No data may be missing for it, not even that of the back end itself.</summary>
    public bool IsHarmlessTo(BackEnd backEnd) =>
        (this == ExpiredToken && backEnd != BackEnd.OwnToken) || (this == ClockSkew && backEnd != BackEnd.Validation);

    /// <summary>Whether a caller whose token is not known yet may be answered so.</summary>
    public bool MayRefuse(BackEnd backEnd, int status) =>
        backEnd.IsForCallers && !IsHarmlessTo(backEnd)
        // A token that has expired by the daemon's clock is refused, whatever Keystone thinks of it.
        && (status == 503 || (status == 401 && this == ClockSkew));

    public override string ToString() => Name;

    private static Trouble Of(string name, FaultKind kind) => new(name, FrontMode.Open, new(kind, ""));

    private static Trouble OfStatus(int status, string? retryAfter = null) =>
        new(retryAfter is null ? $"{status}" : $"{status}, Retry-After: {retryAfter}", FrontMode.Open, new(FaultKind.Status, "") { Status = status, RetryAfter = retryAfter });
}
