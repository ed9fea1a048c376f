namespace Pollinate.Abstractions;

/// <summary>
/// A secret that the operator keeps in the daemon's store of secrets, looked up by its name. Never log its value. Immutable,
/// safe for any thread.
/// </summary>
/// <param name="name">The secret's name.</param>
/// <param name="value">The secret itself.</param>
public sealed class Secret(string name, string value)
{
    /// <summary>The secret's name, whose case matters.</summary>
    public string Name { get; } = name;

    /// <summary>The secret itself.</summary>
    public string Value { get; } = value;

    /// <summary>Names the secret, without its value.</summary>
    public override string ToString() => $"secret {Name}";
}
