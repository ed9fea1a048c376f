namespace Pollinate.Host.Configuration.Resolution;

/// <summary>Where a value came from.</summary>
/// <param name="Source">The file, the environment variable, or null for the default.</param>
/// <param name="Line">The line in the file; 0 otherwise.</param>
internal sealed record ValueOrigin(string? Source, int Line)
{
    public static readonly ValueOrigin Default = new(null, 0);

    /// <summary>The place for people.</summary>
    public string Place => Line > 0 ? $"{Source}:{Line}" : Source ?? "default";

    public ConfigurationError Error(string message) => new(Source ?? "default", Line, message);
}
