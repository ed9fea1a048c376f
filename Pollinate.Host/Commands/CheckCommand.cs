using System.CommandLine;
using System.Globalization;
using Pollinate.Host.Commands.Checking;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;

namespace Pollinate.Host.Commands;

/// <summary><c>nova-pollinate check</c>: does everything that a start does, but for the serving, asks whom it would ask, and says what is wrong.</summary>
internal static class CheckCommand
{
    /// <summary>The exit code with <c>--strict</c> when there is a warning and nothing worse.</summary>
    public const int Warned = (int)CheckResult.Warning;

    /// <summary>The exit code when something has to be mended.</summary>
    public const int Failed = (int)CheckResult.Failure;

    private const int MostSeconds = 3600;

    /// <param name="switches">The switches that say which files are read.</param>
    public static Command Create(ConfigurationSwitches switches)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON, as nova-status upgrade check --json does." };
        var offline = new Option<bool>("--offline") { Description = "Ask nobody: no Keystone, no service, no Vault, no shared cache. What is left is whether the daemon would start." };
        var strict = new Option<bool>("--strict") { Description = "Make a warning the exit code 1." };
        var timeout = new Option<double>("--timeout")
        {
            Description = "How long each service may take to answer.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => CheckSettings.DefaultSeconds,
        };
        timeout.Validators.Add(result =>
        {
            // What is no number at all the library refuses itself.
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var seconds) && !(seconds is > 0 and <= MostSeconds))
                result.AddError($"--timeout takes a number of seconds above 0, {MostSeconds} at most.");
        });
        var command = new DocumentedCommand("check", "Say whether the daemon would start, and whether what it needs is there.", Manual) { json, offline, strict, timeout };
        command.SetAction((result, _) => CommandProcess.RunAsync((streams, cancellationToken) => RunAsync(
            ConfigurationArguments.OfProcess(switches.Paths(result)),
            new()
            {
                Json = result.GetValue(json),
                Offline = result.GetValue(offline),
                Strict = result.GetValue(strict),
                Patience = TimeSpan.FromSeconds(result.GetValue(timeout)),
            },
            streams,
            cancellationToken)));
        return command;
    }

    private static CommandManual Manual => new(
        [
            "Reads the configuration, loads the plugins, constructs every provider and has it check itself, as a start does. Then asks " +
            "Keystone for tokens of the daemon's users, looks the endpoints up that the providers need and asks each, asks the shared " +
            "cache, and reads the secrets. Prints one table with a row for each: Success, Warning or Failure, and what to do.",
            "Listens nowhere and changes nothing, so that a running daemon is in no way. Run it as the daemon's user.",
        ],
        [
            new(CommandProcess.Good, "No row is a Failure: the daemon would start, and what it needs is there."),
            new(Warned, "With --strict: a row is a Warning. Without: the check was interrupted, or the command line makes no sense."),
            new(Failed, "A row is a Failure: the daemon would not start, or what it needs to answer requests is not there."),
        ],
        [
            new("sudo -u nova-pollinate nova-pollinate check", "Check the configuration of this host."),
            new("nova-pollinate check --offline --config-file new.conf", "Check a file before it is rolled out, where there is no cloud."),
        ]);

    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(
        ConfigurationArguments arguments, CheckSettings settings, CommandStreams streams, CancellationToken cancellationToken)
    {
        var rows = await CheckRun.RunAsync(arguments, settings, streams, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (settings.Json)
            CheckJson.Write(streams.Output, rows);
        else
            streams.Write(writer => CheckTable.Write(writer, rows, streams.Width, streams.HasColours));
        return rows.Max(row => row.Result) switch
        {
            CheckResult.Failure => Failed,
            CheckResult.Warning when settings.Strict => Warned,
            _ => CommandProcess.Good,
        };
    }
}
