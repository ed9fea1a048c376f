namespace Pollinate.Host.Configuration;

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="Where">The file, or the environment variable.</param>
/// <param name="Line">The line in the file; 0 when no line is to blame.</param>
/// <param name="Message">What is wrong and what to do. Never holds the value of a secret.</param>
internal sealed record ConfigurationError(string Where, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{Where}:{Line}: {Message}" : $"{Where}: {Message}";
}
