using Pollinate.Host.Configuration;

namespace Pollinate.Host.Generations;

/// <summary>Finds the options that a reload can't change.</summary>
internal static class RestartOptions
{
    /// <param name="started">What the process was started with, and lives with.</param>
    /// <param name="before">What was read last; what it said of an option has been told.</param>
    /// <param name="now">What is read now.</param>
    /// <returns>The names of those that are neither as at the start nor as read last.</returns>
    public static IReadOnlyList<string> Find(ConfigurationSnapshot started, ConfigurationSnapshot before, ConfigurationSnapshot now) =>
    [
        .. OptionValues.Changed(before, now)
            .Intersect(OptionValues.Changed(started, now))
            .Where(option => option.NeedsRestart)
            .Select(option => option.DisplayName),
    ];
}
