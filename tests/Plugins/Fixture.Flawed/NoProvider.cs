namespace Fixture.Flawed;

/// <summary>Is no provider at all.</summary>
public sealed class NoProvider
{
    public override string ToString() => "no provider";
}
