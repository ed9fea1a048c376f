using CsCheck;

namespace Pollinate.Fuzz.Inputs;

/// <summary>What chance decides while an input is made, all of it from one state of CsCheck's generator.</summary>
internal static class Chance
{
    /// <summary>A number from 0 to one less than the bound.</summary>
    public static int Below(this PCG chance, int bound) => (int)chance.Next((uint)bound);

    /// <summary>True once in so many times.</summary>
    public static bool OnceIn(this PCG chance, int times) => chance.Next((uint)times) == 0;

    public static T Of<T>(this PCG chance, IReadOnlyList<T> items) => items[chance.Below(items.Count)];

    /// <summary>Small most of the time, up to the bound now and then.</summary>
    public static int Length(this PCG chance, int bound) => chance.Below(1 + (bound >> (3 * chance.Below(4))));
}
