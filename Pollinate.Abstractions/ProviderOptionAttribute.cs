namespace Pollinate.Abstractions;

/// <summary>
/// Declares one option of the provider's section. The host reads it from the plugin's metadata: it checks the value at
/// start, shows it in <c>nova-pollinate config show</c>, and hands it to the provider through <see cref="ProviderSettings"/>.
/// </summary>
/// <param name="name">The option's name as written in the file: lower-case letters, digits and underscores.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = true)]
public sealed class ProviderOptionAttribute(string name) : Attribute
{
    /// <summary>The option's name as written in the file.</summary>
    public string Name { get; } = name;

    /// <summary>What the text of the file is converted to. Default: <see cref="ProviderOptionType.Text"/>.</summary>
    public ProviderOptionType Type { get; set; }

    /// <summary>One or two sentences for the operator: what the option does, in which unit.</summary>
    public string? Help { get; set; }

    /// <summary>
    /// The value when no file and no environment variable has the option, written as in the file; null means that the
    /// option then has no value.
    /// </summary>
    public string? Default { get; set; }

    /// <summary>True when the value must never be shown or logged.</summary>
    public bool Secret { get; set; }
}
