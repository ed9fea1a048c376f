namespace Pollinate.Host.Configuration.Compatibility;

/// <summary>An option that somebody set and that the daemon has no use for.</summary>
/// <param name="Source">The file or the environment variable that sets it.</param>
/// <param name="Section">Its section.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why it has no effect, or null when there is no more to say.</param>
internal sealed record IneffectiveOption(string Source, string Section, string Name, string? Reason);
