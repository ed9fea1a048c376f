using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Health;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Hosting;

/// <summary>What stands against serving although the configuration can be read, and what is worth a word.</summary>
internal static class StartChecks
{
    public static (IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings) Find(ConfigurationSnapshot snapshot)
    {
        var defaults = snapshot.Bind<DefaultOptions>();
        var health = snapshot.Bind<HealthcheckOptions>();
        var openStack = OpenStackOptions.Check(
            defaults, snapshot.Bind<KeystoneAuthtokenOptions>(), snapshot.Bind<ServiceAuthOptions>());
        return (
            [
                .. snapshot.ServingErrors,
                .. openStack.Problems,
                .. HealthChecks.Problems(health),
                .. LogFile(defaults),
            ],
            [.. snapshot.Warnings, .. openStack.Warnings, .. HealthChecks.Warnings(health), .. NoProviders(defaults)]);
    }

    private static IEnumerable<string> NoProviders(DefaultOptions defaults)
    {
        if (defaults.Providers.Count == 0)
            yield return "[DEFAULT] providers is empty: every answer will be {}.";
    }

    private static IEnumerable<string> LogFile(DefaultOptions defaults)
    {
        if (string.IsNullOrEmpty(defaults.LogFile))
            yield break;
        var problem = "";
        try
        {
            using var file = new FileStream(defaults.LogFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message.TrimEnd('.');
        }

        if (problem.Length > 0)
            yield return $"[DEFAULT] log_file: {defaults.LogFile} can't be written to ({problem}); make its folder writable to the daemon's user.";
    }
}
