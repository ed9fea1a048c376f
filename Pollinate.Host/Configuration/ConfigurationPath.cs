namespace Pollinate.Host.Configuration;

/// <summary>One <c>--config-file</c> or <c>--config-dir</c>.</summary>
/// <param name="IsDirectory">Whether it is a folder of <c>*.conf</c> files.</param>
/// <param name="Path">The path as given.</param>
internal sealed record ConfigurationPath(bool IsDirectory, string Path);
