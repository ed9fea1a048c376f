using System.CommandLine;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Configuration.Printing;

namespace Pollinate.Host.Configuration.Commands;

/// <summary><c>nova-pollinate config show</c>: prints every option in force.</summary>
internal static class ConfigShowCommand
{
    /// <param name="switches">The switches that say which files are read.</param>
    /// <param name="load">Reads the configuration, with the sections of providers.</param>
    public static Command Create(ConfigurationSwitches switches, Func<ConfigurationArguments, ConfigurationSnapshot> load)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: {group: {option: {value, origin}}}." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Print passwords, tokens and keys instead of a mask." };
        var show = new DocumentedCommand("show", "Print every option in force, and where its value came from.", Manual) { json, showSecrets };
        show.SetAction(result => Show(
            load,
            ConfigurationArguments.OfProcess(switches.Paths(result)),
            result.GetValue(json),
            result.GetValue(showSecrets),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return new("config", "Look at the configuration.") { show };
    }

    private static CommandManual Manual => new(
        [
            "Prints a configuration file that reads back to the same values, with a comment above each: the file and line, the environment " +
            "variable, or the default that it came from. Passwords, tokens and keys are masked.",
        ],
        [
            new(0, "The configuration was printed, whatever standard error warns of."),
            new(1, "It can't be read; standard error says why, all of it."),
        ],
        [
            new("nova-pollinate config show", "See what is in force."),
            new("nova-pollinate config show --json | jq .server.port", "See one option with its origin."),
        ]);

    internal static int Show(
        Func<ConfigurationArguments, ConfigurationSnapshot> load,
        ConfigurationArguments arguments,
        bool json,
        bool showSecrets,
        TextWriter output,
        TextWriter errors)
    {
        try
        {
            var snapshot = load(arguments);
            foreach (var warning in snapshot.Warnings)
                errors.WriteLine($"nova-pollinate: warning: {warning}");
            var printer = new ConfigurationPrinter(snapshot, showSecrets);
            if (json)
                printer.WriteJson(output);
            else
                printer.WriteIni(output);
            return 0;
        }
        catch (ConfigurationException exception)
        {
            foreach (var error in exception.Errors)
                errors.WriteLine($"nova-pollinate: error: {error}");
            return 1;
        }
    }
}
