namespace Pollinate.Harness.Figures;

/// <summary>What a figure has to reach.</summary>
internal sealed record Target(Bound Bound, double Limit)
{
    public static Target AtLeast(double limit) => new(Bound.AtLeast, limit);

    public static Target AtMost(double limit) => new(Bound.AtMost, limit);

    public static Target Exactly(double limit) => new(Bound.Exactly, limit);

    public bool IsMetBy(double value) => Bound switch
    {
        Bound.AtLeast => value >= Limit,
        Bound.AtMost => value <= Limit,
        _ => value == Limit,
    };
}
