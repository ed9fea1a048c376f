namespace Fixture.Statics;

/// <summary>Runs code at a time that is the runtime's to choose, before its field is first read.</summary>
internal static class Initialized
{
    public static readonly int Value = Mark.Leave("static field");
}
