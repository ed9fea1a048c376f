using System.Security.Cryptography;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Secrets.Files;
using Pollinate.Host.Secrets.Vault;

namespace Pollinate.Host.Secrets;

/// <summary>
/// Finds what is missing or at odds in <c>[secrets]</c> and <c>[vault]</c> before the first request does. Vault is not asked:
/// the daemon starts while it is away. An empty <c>[vault]</c> is no fault, for no provider may need secrets.
/// </summary>
internal static class SecretChecks
{
    /// <summary>Whether the operator has chosen anywhere for secrets to come from.</summary>
    public static bool IsConfigured(SecretsOptions secrets, VaultOptions vault) =>
        secrets.Backend != SecretsOptions.Vault || SetIn(vault) is not null;

    /// <param name="secrets">The options of <c>[secrets]</c>.</param>
    /// <param name="vault">The options of <c>[vault]</c>.</param>
    /// <param name="environment">Reads the daemon's environment.</param>
    public static OptionsReport Check(SecretsOptions secrets, VaultOptions vault, Func<string, string?> environment)
    {
        var report = new OptionsReport();
        switch (secrets.Backend)
        {
            case SecretsOptions.InFile when string.IsNullOrEmpty(secrets.File):
                report.Problem("[secrets] file is not set, which backend = file needs; set it to a JSON or INI file.");
                break;
            case SecretsOptions.InFile:
                Try(report, () => SecretFile.Read(secrets.File));
                break;
            case SecretsOptions.InDirectory when SecretDirectory.PathOf(secrets, environment) is { } path:
                Try(report, () => SecretDirectory.Read(path));
                break;
            case SecretsOptions.InDirectory:
                report.Problem("[secrets] directory is not set, nor is systemd's CREDENTIALS_DIRECTORY, which backend = directory needs; set one of them.");
                break;
            default:
                CheckVault(vault, report);
                break;
        }

        WarnOfUnused(secrets, vault, report);
        return report;
    }

    private static void CheckVault(VaultOptions vault, OptionsReport report)
    {
        if (SetIn(vault) is not { } set)
            return;
        if (string.IsNullOrEmpty(vault.Url))
            report.Problem($"[vault] url is not set, although {set} is; set it to Vault's address, or leave [vault] empty.");
        else if (VaultClient.Base(vault.Url) is null)
            report.Problem("[vault] url is no http or https address without user, query and fragment; write for example https://vault.example.org:8200.");
        if (string.IsNullOrEmpty(vault.Path))
            report.Problem($"[vault] path is not set, although {set} is; set it to the path of the map of secrets below mount_point.");
        if (vault.MountPoint.Trim('/').Length == 0)
            report.Problem("[vault] mount_point is empty; set it to where the key-value engine is mounted, or leave it out for secret.");
        CheckCredentials(vault, report);
        CheckAuthorities(vault, report);
    }

    private static void CheckCredentials(VaultOptions vault, OptionsReport report)
    {
        if (!string.IsNullOrEmpty(vault.Token))
        {
            if (vault.Token.Any(character => character is <= ' ' or > '~'))
                report.Problem("[vault] token holds blanks or characters that no token of Vault has; write the token alone.");
            foreach (var (name, value) in new[] { ("role", vault.Role), ("role_id", vault.RoleId), ("secret_id", vault.SecretId), ("auth_mount", vault.AuthMount) })
            {
                if (!string.IsNullOrEmpty(value))
                    report.Warning($"[vault] {name} has no effect beside token; leave one of them out.");
            }

            return;
        }

        if (!string.IsNullOrEmpty(vault.RoleId) || !string.IsNullOrEmpty(vault.SecretId))
        {
            if (string.IsNullOrEmpty(vault.RoleId))
                report.Problem("[vault] role_id is not set, although secret_id is; set both to log in by AppRole.");
            if (string.IsNullOrEmpty(vault.SecretId))
                report.Problem("[vault] secret_id is not set, although role_id is; set both to log in by AppRole.");
            if (!string.IsNullOrEmpty(vault.Role))
                report.Warning("[vault] role has no effect beside role_id; leave one of them out.");
            return;
        }

        if (string.IsNullOrEmpty(vault.Role))
            report.Problem("[vault] has no credentials: set token, or role_id and secret_id for AppRole, or role for the Kubernetes service account.");
        else if (!File.Exists(vault.KubernetesTokenPath))
            report.Warning($"[vault] role needs the token of the Kubernetes service account, and kubernetes_token_path '{vault.KubernetesTokenPath}' does not exist; outside of Kubernetes set token, or role_id and secret_id.");
    }

    private static void CheckAuthorities(VaultOptions vault, OptionsReport report)
    {
        if (string.IsNullOrEmpty(vault.Cacert))
            return;
        try
        {
            foreach (var authority in TlsMaterial.ReadAuthorities(vault.Cacert))
                authority.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            var reason = exception is FileNotFoundException or DirectoryNotFoundException ? "does not exist" : $"can't be used: {exception.Message.TrimEnd('.')}";
            report.Problem($"[vault] cacert '{vault.Cacert}' {reason}. Name a PEM file that the daemon's user may read.");
        }
    }

    private static void WarnOfUnused(SecretsOptions secrets, VaultOptions vault, OptionsReport report)
    {
        if (secrets.Backend != SecretsOptions.Vault && SetIn(vault) is not null)
            report.Warning($"[vault] has no effect with [secrets] backend = {secrets.Backend}.");
        if (secrets.Backend != SecretsOptions.InFile && !string.IsNullOrEmpty(secrets.File))
            report.Warning($"[secrets] file has no effect with backend = {secrets.Backend}; set backend = file to use it.");
        if (secrets.Backend != SecretsOptions.InDirectory && !string.IsNullOrEmpty(secrets.Directory))
            report.Warning($"[secrets] directory has no effect with backend = {secrets.Backend}; set backend = directory to use it.");
    }

    /// <summary>The first option that says that Vault is meant to be used, or null. Those with a default say nothing.</summary>
    private static string? SetIn(VaultOptions vault) => new[]
    {
        ("url", vault.Url), ("path", vault.Path), ("token", vault.Token), ("role", vault.Role), ("role_id", vault.RoleId),
        ("secret_id", vault.SecretId), ("namespace", vault.Namespace), ("auth_mount", vault.AuthMount), ("cacert", vault.Cacert),
    }.Where(option => !string.IsNullOrEmpty(option.Item2)).Select(option => option.Item1).FirstOrDefault();

    private static void Try(OptionsReport report, Func<object> read)
    {
        try
        {
            read();
        }
        catch (SecretStoreException exception)
        {
            report.Problem(exception.Message);
        }
    }
}
