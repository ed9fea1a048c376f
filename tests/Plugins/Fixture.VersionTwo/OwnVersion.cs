namespace Fixture.Versions;

/// <summary>The plugin's version.</summary>
internal static class OwnVersion
{
    public const int Number = 2;
}
