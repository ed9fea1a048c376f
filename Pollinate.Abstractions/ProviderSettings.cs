namespace Pollinate.Abstractions;

/// <summary>
/// The options of one provider's section, converted and checked when the daemon started. Take it as a parameter of the
/// provider's constructor. Immutable, safe for any thread.
/// </summary>
public sealed class ProviderSettings
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    /// <summary>Makes settings of values by option name; what the host does, and a provider's own tests.</summary>
    /// <param name="section">The section's name, for messages.</param>
    /// <param name="values">
    /// Every declared option: <see cref="string"/>, <see cref="long"/>, <see cref="bool"/>,
    /// <see cref="IReadOnlyList{T}"/> of string, or null for an option without a value.
    /// </param>
    public ProviderSettings(string section, IReadOnlyDictionary<string, object?> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(section);
        ArgumentNullException.ThrowIfNull(values);
        Section = section;
        _values = values;
    }

    /// <summary>The section's name, which is the provider's.</summary>
    public string Section { get; }

    /// <summary>The value of a <see cref="ProviderOptionType.Text"/> option, or null when it has none.</summary>
    /// <inheritdoc cref="GetBoolean" path="/exception"/>
    public string? GetText(string option) => Get<string>(option, ProviderOptionType.Text);

    /// <summary>The value of an <see cref="ProviderOptionType.Number"/> option, or null when it has none.</summary>
    /// <inheritdoc cref="GetBoolean" path="/exception"/>
    public long? GetNumber(string option) => (long?)Get<object>(option, ProviderOptionType.Number);

    /// <summary>The value of a <see cref="ProviderOptionType.Boolean"/> option, or null when it has none.</summary>
    /// <exception cref="InvalidOperationException">
    /// The provider declares no such option, or declares it with another type.
    /// </exception>
    public bool? GetBoolean(string option) => (bool?)Get<object>(option, ProviderOptionType.Boolean);

    /// <summary>The items of a <see cref="ProviderOptionType.List"/> option; empty when it has no value.</summary>
    /// <inheritdoc cref="GetBoolean" path="/exception"/>
    public IReadOnlyList<string> GetList(string option) =>
        Get<IReadOnlyList<string>>(option, ProviderOptionType.List) ?? [];

    private T? Get<T>(string option, ProviderOptionType type)
        where T : class
    {
        if (!_values.TryGetValue(option, out var value))
        {
            throw new InvalidOperationException(
                $"The provider reads the option '{option}' of [{Section}] without declaring it: " +
                $"put [ProviderOption(\"{option}\", Type = ProviderOptionType.{type})] on its class.");
        }

        var matches = value is null || type switch
        {
            ProviderOptionType.Text => value is string,
            ProviderOptionType.Number => value is long,
            ProviderOptionType.Boolean => value is bool,
            _ => value is IReadOnlyList<string>,
        };
        if (!matches)
        {
            throw new InvalidOperationException(
                $"The provider reads the option '{option}' of [{Section}] as {type} but declares another type.");
        }

        return (T?)value;
    }
}
