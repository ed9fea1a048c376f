namespace Pollinate.Host.Configuration;

/// <summary>The configuration can't be used. Holds everything that is wrong with it, not the first thing alone.</summary>
internal sealed class ConfigurationException : Exception
{
    public ConfigurationException(IReadOnlyList<ConfigurationError> errors)
        : base(string.Join("\n", errors)) => Errors = [.. errors.Select(error => error.ToString())];

    /// <summary>One line for each thing that is wrong: where, and what to do.</summary>
    public IReadOnlyList<string> Errors { get; }
}
