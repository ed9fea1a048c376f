namespace Pollinate.Abstractions;

/// <summary>
/// Names a provider. The host reads it from the plugin's metadata, before any code of the plugin is loaded, so the name
/// must be a constant.
/// </summary>
/// <param name="name">
/// The provider's key in the answer and its section in the configuration file: lower-case letters, digits and
/// underscores, beginning with a letter. <c>cloud-init</c> is the host's own.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProviderAttribute(string name) : Attribute
{
    /// <summary>The provider's key in the answer and its section in the configuration file.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// Other names that an entry of <c>[DEFAULT] providers</c> may have for it, beside the class and <see cref="Name"/>: the
    /// Python paths of the original service's classes.
    /// </summary>
#pragma warning disable CA1819 // An attribute's argument can be nothing but an array.
    public string[] Aliases { get; set; } = [];
#pragma warning restore CA1819
}
