using Pollinate.Abstractions;
using Pollinate.Host.Authorization;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Health;
using Pollinate.Host.Logging;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Permissions;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Secrets;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.Hosting;

/// <summary>What stands against serving although the configuration can be read, and what is worth a word.</summary>
internal static class StartChecks
{
    public static (IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings) Find(ConfigurationSnapshot snapshot)
    {
        var defaults = snapshot.Bind<DefaultOptions>();
        var health = snapshot.Bind<HealthcheckOptions>();
        var authorization = snapshot.Bind<AuthorizationOptions>();
        var openStack = OpenStackOptions.Check(
            defaults, snapshot.Bind<KeystoneAuthtokenOptions>(), snapshot.Bind<ServiceAuthOptions>());
        var secrets = SecretChecks.Check(
            snapshot.Bind<SecretsOptions>(), snapshot.Bind<VaultOptions>(), Environment.GetEnvironmentVariable);
        var cache = SharedCacheOptions.Check(defaults, snapshot.Bind<KeystoneAuthtokenOptions>(), snapshot.Bind<CacheOptions>());
        return (
            [
                .. snapshot.ServingErrors,
                .. openStack.Problems,
                .. secrets.Problems,
                .. cache.Problems,
                .. HealthChecks.Problems(health),
                .. OtlpTarget.Problems(snapshot.Bind<OtlpOptions>()),
                .. PluginPins.Of(snapshot.Bind<PluginsOptions>()).Problems,
                .. AuthorizationChecks.Problems(authorization),
                .. LogChecks.Problems(defaults),
                .. LogFile(defaults),
            ],
            [
                .. snapshot.Warnings,
                .. openStack.Warnings,
                .. secrets.Warnings,
                .. cache.Warnings,
                .. HealthChecks.Warnings(health),
                .. AuthorizationChecks.Warnings(defaults, authorization),
                .. ListenChecks.Warnings(snapshot),
                .. ReadableSecrets.Find(snapshot),
                .. NoProviders(defaults),
            ]);
    }

    /// <summary>The providers that declare that they need secrets when there are none. They fail; the others serve.</summary>
    public static IEnumerable<string> MissingSecrets(ConfigurationSnapshot snapshot, ProviderPipeline pipeline)
    {
        string[] needy =
        [
            .. pipeline.Entries
                .Where(entry => entry.Description.Lookups.Any(lookup => lookup.Kind == LookupKind.Secrets))
                .Select(entry => entry.Name),
        ];
        if (needy.Length > 0 && !SecretChecks.IsConfigured(snapshot.Bind<SecretsOptions>(), snapshot.Bind<VaultOptions>()))
            yield return $"There are no secrets, which {string.Join(", ", needy)} need: set [vault] url, path and token, role_id or role, or choose another [secrets] backend.";
    }

    private static IEnumerable<string> NoProviders(DefaultOptions defaults)
    {
        if (defaults.Providers.Count == 0)
            yield return "[DEFAULT] providers is empty: every answer will be {}.";
    }

    private static IEnumerable<string> LogFile(DefaultOptions defaults)
    {
        if (LogPath.Of(defaults) is not { } path)
            yield break;
        var problem = "";
        try
        {
            // A file that is not there yet is not made: its owner would be whoever asks, and not the daemon's user.
            using var file = Path.Exists(path)
                ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)
                : Probe(Path.GetDirectoryName(path)!);
        }
        catch (DirectoryNotFoundException)
        {
            problem = "its folder does not exist";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message.TrimEnd('.');
        }

        if (problem.Length > 0)
            yield return $"[DEFAULT] log_file: {path} can't be written to ({problem}); make its folder writable to the daemon's user.";
    }

    /// <summary>A file that goes when it is closed.</summary>
    private static FileStream Probe(string folder) =>
        new(Path.Combine(folder, $".nova-pollinate-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
}
