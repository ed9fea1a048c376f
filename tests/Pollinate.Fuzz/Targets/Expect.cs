namespace Pollinate.Fuzz.Targets;

/// <summary>What must be true of everything that was read.</summary>
internal static class Expect
{
    /// <exception cref="UnexpectedException">It is not.</exception>
    public static void That(bool isTrue, string otherwise)
    {
        if (!isTrue)
            throw new UnexpectedException(otherwise);
    }
}
