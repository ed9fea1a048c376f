namespace Fixture.Statics;

/// <summary>Runs code for each type that it is used with.</summary>
internal static class Shared<T>
{
    public static readonly int Value = Mark.Leave("static field of a generic type") + typeof(T).Name.Length;
}
