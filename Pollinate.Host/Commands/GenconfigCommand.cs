using System.CommandLine;
using System.Globalization;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Printing;
using Pollinate.Host.Hosting;

namespace Pollinate.Host.Commands;

/// <summary><c>nova-pollinate genconfig</c>: writes the sample configuration from the definitions of the options.</summary>
internal static class GenconfigCommand
{
    private const string Ini = "ini";
    private const string Json = "json";
    private const string Markdown = "markdown";

    /// <param name="switches">The switches that say which files are read.</param>
    public static Command Create(ConfigurationSwitches switches)
    {
        var format = new Option<string>("--format")
        {
            Description = "ini: a sample configuration. json: the definitions for programs. markdown: tables.",
            DefaultValueFactory = _ => Ini,
        };
        format.AcceptOnlyFromAmong(Ini, Json, Markdown);
        var width = new Option<int>("--wrap-width")
        {
            Description = "The longest line of help in a sample; 0: as long as it is.",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => OptionComments.UsualWidth,
        };
        width.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && number < 0)
                result.AddError("--wrap-width takes a number of characters, or 0.");
        });
        var providers = new Option<bool>("--providers") { Description = "Also the sections of the providers in the plugin folders. Reads the configuration for where those are." };
        var file = new OutputFile();
        var command = new DocumentedCommand("genconfig", "Write a sample configuration with every option, as oslo-config-generator does.", Manual) { format, width, providers };
        file.AddTo(command);
        command.SetAction(result => Run(
            () => result.GetValue(providers) ? DaemonConfiguration.Load(ConfigurationArguments.OfProcess(switches.Paths(result))).Snapshot.Groups : OptionRecords.Groups,
            groups => file.Write(result, writer => Write(writer, groups, result.GetValue(format)!, result.GetValue(width))),
            result.InvocationConfiguration.Error));
        return command;
    }

    private static CommandManual Manual => new(
        [
            "Each option has its help, type, bounds, choices, older names, and default, in a comment: the sample changes nothing until a " +
            "line of it is uncommented. It is the file nova-pollinate.conf.sample that comes with the daemon.",
        ],
        [
            new(CommandProcess.Good, "It was written."),
            new(CommandProcess.Bad, "The file can't be written, or with --providers the configuration can't be read."),
        ],
        [
            new("nova-pollinate genconfig --output-file nova-pollinate.conf.sample", "Write the sample."),
            new("nova-pollinate genconfig --providers", "See the options of the providers that are installed, too."),
        ]);

    private static int Run(Func<IReadOnlyList<OptionGroupDefinition>> read, Func<IReadOnlyList<OptionGroupDefinition>, int> write, TextWriter errors)
    {
        try
        {
            return write(read());
        }
        catch (ConfigurationException exception)
        {
            foreach (var error in exception.Errors)
                errors.WriteLine($"{CommandLine.Name}: error: {error}");
            return CommandProcess.Bad;
        }
    }

    private static void Write(TextWriter writer, IReadOnlyList<OptionGroupDefinition> groups, string format, int width)
    {
        switch (format)
        {
            case Json:
                OptionsJson.Write(writer, groups);
                break;
            case Markdown:
                OptionTables.Write(writer, groups);
                break;
            default:
                SampleWriter.Write(writer, groups, width);
                break;
        }
    }
}
