namespace Fixture.Versions.Part;

/// <summary>The dependency's version.</summary>
public static class PartVersion
{
    /// <summary>No constant: the compiler would write it into the plugin.</summary>
    public static int Number { get; } = 2;
}
