namespace Fixture.Output;

/// <summary>Can follow on itself.</summary>
public sealed class Ring
{
    public Ring? Next { get; set; }

    public static Ring OfOne()
    {
        var ring = new Ring();
        ring.Next = ring;
        return ring;
    }
}
