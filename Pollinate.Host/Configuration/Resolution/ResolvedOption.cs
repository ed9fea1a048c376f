using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Resolution;

/// <summary>An option's value in force.</summary>
/// <param name="Definition">The option.</param>
/// <param name="Value">Its value, of one of the types of <see cref="OptionDefinition.Default"/>.</param>
/// <param name="Origin">Where the value came from.</param>
internal sealed record ResolvedOption(OptionDefinition Definition, object? Value, ValueOrigin Origin)
{
    /// <summary>The value was put together from that of a secret option.</summary>
    public bool RefersToSecret { get; init; }

    /// <summary>The value is nobody's to see.</summary>
    public bool IsSecret => Definition.Secret || RefersToSecret;
}
