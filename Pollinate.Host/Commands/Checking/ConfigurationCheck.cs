using Pollinate.Host.Configuration;
using Pollinate.Host.Hosting;
using Pollinate.Host.Permissions;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Checks what the files and the environment say, and who may write to what they name.</summary>
/// <param name="configuration">The configuration.</param>
internal sealed class ConfigurationCheck(DaemonConfiguration configuration)
{
    public const string Name = "Configuration";
    public const string PermissionsName = "Permissions";

    /// <summary>Who may write where.</summary>
    public FilePermissions Permissions { get; } = FilePermissions.Find(configuration);

    /// <summary>The rows where nothing that the configuration says is to be followed, and it is not even looked at further.</summary>
    public IReadOnlyList<CheckRow> WithoutTrust() =>
    [
        CheckRow.Of(Name, [], configuration.Snapshot.Warnings, Files()),
        CheckRow.Failure(
            PermissionsName,
            [.. Permissions.PlaceProblems, .. Permissions.PluginProblems, "Nothing that the configuration names was looked at."]),
    ];

    /// <summary>The rows, without what is said of the listener.</summary>
    /// <param name="problems">What stands against serving.</param>
    /// <param name="warnings">What is worth a word.</param>
    public IEnumerable<CheckRow> Rows(IReadOnlyList<string> problems, IReadOnlyList<string> warnings)
    {
        string[] readable = [.. ReadableSecrets.Find(configuration.Snapshot)];
        yield return CheckRow.Of(Name, problems, [.. warnings.Except(readable)], Files());
        yield return CheckRow.Of(PermissionsName, Permissions.PluginProblems, [.. Permissions.Warnings, .. readable]);
    }

    private string Files()
    {
        string[] files = [.. configuration.Places.Where(File.Exists)];
        return files.Length == 0
            ? $"There is no configuration file ({string.Join(", ", configuration.Places)}): every option has its default, or what the environment says."
            : $"Read from {string.Join(", ", files)}.";
    }
}
