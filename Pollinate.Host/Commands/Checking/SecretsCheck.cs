using Pollinate.Abstractions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Secrets;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Checks that secrets can be read, and that those are there that providers name. Values are never shown.</summary>
internal static class SecretsCheck
{
    /// <param name="services">What the daemon asks others with.</param>
    /// <param name="snapshot">The configuration.</param>
    /// <param name="needs">What the providers look up.</param>
    /// <param name="settings">How to check.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>No row when there are none and nobody needs any.</returns>
    public static async Task<IReadOnlyList<CheckRow>> RunAsync(
        IServiceProvider services, ConfigurationSnapshot snapshot, IReadOnlyList<ProviderNeeds> needs, CheckSettings settings, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<SecretsOptions>();
        var vault = services.GetRequiredService<VaultOptions>();
        ProviderNeeds[] needy = [.. needs.Where(need => need.Resources.Contains(typeof(Secret)))];
        var users = string.Join(", ", needy.Select(need => need.Provider.Name));
        if (!SecretChecks.IsConfigured(options, vault))
        {
            return needy.Length == 0 ? [] :
            [
                new("Secrets", settings.Offline ? CheckResult.Warning : CheckResult.Failure,
                    [$"There are no secrets, which {users} need: set [vault] url, path and token, role_id or role, or choose another [secrets] backend."]),
            ];
        }

        var (name, place) = options.Backend switch
        {
            SecretsOptions.InFile => ("Secrets file", options.File ?? ""),
            SecretsOptions.InDirectory => ("Secrets folder", options.Directory ?? "CREDENTIALS_DIRECTORY"),
            _ => ("Vault", $"{vault.Path} at {vault.Url}"),
        };
        if (SecretChecks.Check(options, vault, Environment.GetEnvironmentVariable).Problems.Count > 0)
            return [CheckRow.Failure(name, "Secrets were not read, since they can't be as it is configured; see Configuration.")];
        if (settings.Offline && options.Backend == SecretsOptions.Vault)
            return [CheckRow.Success(name, "Not asked, because of --offline.")];
        var row = await BoundedCheck.RunAsync(name, $"The secrets of {place}", settings.Patience, async deadline =>
        {
            try
            {
                var secrets = await services.GetRequiredService<ISecretSource>().FetchAsync(deadline);
                return Judge(name, place, snapshot, needy, secrets);
            }
            catch (SecretStoreException exception)
            {
                return CheckRow.Failure(name, needy.Length == 0 ? exception.Message : $"{exception.Message} {users} need them.");
            }
        }, cancellationToken);
        // What nobody asks for is in nobody's way.
        return [row.Result == CheckResult.Failure && (needy.Length == 0 || settings.Offline) ? row with { Result = CheckResult.Warning } : row];
    }

    private static CheckRow Judge(
        string name, string place, ConfigurationSnapshot snapshot, ProviderNeeds[] needy, IReadOnlyDictionary<string, string> secrets)
    {
        var failures = new List<string>();
        var warnings = new List<string>();
        foreach (var secret in needy.SelectMany(need => NeededSecret.Of(need.Provider, snapshot)).Where(secret => !secret.IsIn(secrets)))
        {
            if (secret.IsPattern)
                warnings.Add($"There is no secret of the form {secret.Name}, one of which {secret.Provider} takes by the request{secret.From}: no guest is given one. Add those that there are to be.");
            else
                failures.Add($"There is no secret {secret.Name}, which {secret.Provider} needs{secret.From}. Add it to {place}, or name another.");
        }

        var count = secrets.Count == 1 ? "1 secret" : $"{secrets.Count} secrets";
        return CheckRow.Of(name, failures, warnings, $"{count} in {place}{(needy.Length == 0 ? "; no provider needs any" : "")}.");
    }
}
