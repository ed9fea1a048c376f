using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Does all checks, one after the other, those that ask others at the same time.</summary>
internal static class CheckRun
{
    /// <param name="arguments">Which configuration to read.</param>
    /// <param name="settings">How to check.</param>
    /// <param name="streams">Where providers' logs go, and what knows the secrets.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public static async Task<IReadOnlyList<CheckRow>> RunAsync(
        ConfigurationArguments arguments, CheckSettings settings, CommandStreams streams, CancellationToken cancellationToken)
    {
        DaemonConfiguration configuration;
        try
        {
            configuration = DaemonConfiguration.Load(arguments);
        }
        catch (ConfigurationException exception)
        {
            return [CheckRow.Failure(ConfigurationCheck.Name, [.. exception.Errors])];
        }

        using var known = streams.Redactor.Register();
        known.Set(ConfigurationSecrets.Of(configuration.Snapshot));
        var check = new ConfigurationCheck(configuration);
        // Before anything is looked at that it names.
        var rows = check.Permissions.PlaceProblems.Count > 0
            ? check.WithoutTrust()
            : await RunAsync(check, configuration, settings, streams, cancellationToken);
        return [.. rows.Select(row => row with { Details = [.. row.Details.Select(streams.Redactor.Redact)] })];
    }

    private static async Task<IReadOnlyList<CheckRow>> RunAsync(
        ConfigurationCheck check, DaemonConfiguration configuration, CheckSettings settings, CommandStreams streams, CancellationToken cancellationToken)
    {
        var snapshot = configuration.Snapshot;
        var (problems, warnings) = StartChecks.Find(snapshot);
        var (providers, needs) = await ProviderChecks.RunAsync(configuration, check.Permissions.PluginProblems, problems, streams, cancellationToken);
        using var loggers = CommandLog.ToFactoryOfCheck(streams, snapshot.Bind<DefaultOptions>().Debug);
        await using var services = CheckServices.Create(snapshot, loggers, streams.Redactor);
        var keystone = KeystoneAsync(services, settings, needs, cancellationToken);
        var cache = CacheCheck.RunAsync(services, settings, cancellationToken);
        var secrets = SecretsCheck.RunAsync(services, snapshot, needs, settings, cancellationToken);
        await Task.WhenAll(keystone, cache, secrets);
        return
        [
            .. check.Rows(problems, [.. warnings.Except(ListenChecks.Warnings(snapshot))]),
            ListenerCheck.Run(snapshot),
            .. providers,
            .. await keystone,
            .. await cache,
            .. await secrets,
        ];
    }

    private static async Task<IReadOnlyList<CheckRow>> KeystoneAsync(
        ServiceProvider services, CheckSettings settings, IReadOnlyList<ProviderNeeds> needs, CancellationToken cancellationToken)
    {
        if (!settings.Offline)
            return await new KeystoneChecks(services, settings).RunAsync(needs, cancellationToken);
        var section = KeystoneSection.OfServiceAuth(services.GetRequiredService<KeystoneAuthtokenOptions>(), services.GetRequiredService<ServiceAuthOptions>());
        return [.. KeystoneChecks.Offline(services.GetRequiredService<DefaultOptions>(), section, needs)];
    }
}
