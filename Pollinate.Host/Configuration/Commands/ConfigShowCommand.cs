using System.CommandLine;
using Pollinate.Host.Configuration.Printing;

namespace Pollinate.Host.Configuration.Commands;

/// <summary><c>nova-pollinate config show</c>: prints every option in force.</summary>
internal static class ConfigShowCommand
{
    /// <param name="switches">The switches that say which files are read.</param>
    /// <param name="load">Reads the configuration, with the sections of providers.</param>
    public static Command Create(ConfigurationSwitches switches, Func<ConfigurationArguments, ConfigurationSnapshot> load)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: {group: {option: value}}." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Print passwords, tokens and keys instead of a mask." };
        var show = new Command("show", "Print every option in force as a configuration file, secrets masked.") { json, showSecrets };
        show.SetAction(result => Show(
            load,
            ConfigurationArguments.OfProcess(switches.Paths(result)),
            result.GetValue(json),
            result.GetValue(showSecrets),
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error));
        return new("config", "Look at the configuration.") { show };
    }

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
