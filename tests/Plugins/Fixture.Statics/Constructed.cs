namespace Fixture.Statics;

/// <summary>Runs code when it is first used.</summary>
internal static class Constructed
{
#pragma warning disable CA1810 // An initializer instead would run when it likes.
    static Constructed() => Value = Mark.Leave("static constructor");
#pragma warning restore CA1810

    public static int Value { get; }
}
