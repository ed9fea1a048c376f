using System.CommandLine;
using System.Globalization;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Configuration;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Commands.Manual;

/// <summary>The manual page nova-pollinate(8): the commands.</summary>
internal static class CommandsPage
{
    public const int Section = 8;

    /// <param name="writer">Where to.</param>
    /// <param name="root">All commands.</param>
    /// <param name="date">The page's date.</param>
    public static void Write(TextWriter writer, RootCommand root, string date)
    {
        var page = new RoffWriter(writer);
        var manual = ((IDocumented)root).Manual;
        page.Title(CommandLine.Name, Section, date);
        page.Section("NAME");
        page.Text($"{CommandLine.Name} - {Begin(root.Description!)}");
        page.Section("SYNOPSIS");
        page.Verbatim([.. Commands(root, CommandLine.Name).Select(command => Usage(command.Command, command.Path))]);
        page.Section("DESCRIPTION");
        foreach (var paragraph in manual.Paragraphs)
            page.Paragraph(paragraph);
        page.Section("OPTIONS");
        page.Paragraph("Every command takes these.");
        WriteOptions(page, root.Options);
        page.Section("COMMANDS");
        foreach (var (command, path) in Commands(root, CommandLine.Name).Skip(1))
        {
            page.Subsection(path);
            page.Text(command.Description!);
            Write(page, command);
        }

        page.Section("SIGNALS");
        page.Term("SIGTERM, SIGINT", "Stops: requests that are under way are answered first, within [server] shutdown_timeout.");
        page.Term("SIGHUP", "Reads the configuration, the plugins and the settings of secrets anew. If anything is wrong, what runs stays as it is, and the log says so.");
        page.Section("EXIT STATUS");
        WriteExitCodes(page, manual);
        page.Section("ENVIRONMENT");
        page.Term("OS_<GROUP>__<OPTION>", "The value of an option, before any file: OS_DEFAULT__DEBUG=true.");
        page.Term("CACHE_DIRECTORY, XDG_CACHE_HOME, HOME", "Where the private copies of plugins lie, in this order, unless [DEFAULT] plugins_cache_dir says where.");
        page.Term("CREDENTIALS_DIRECTORY", "Where secrets lie with [secrets] backend = directory, unless [secrets] directory says where; systemd sets it.");
        page.Term("LISTEN_FDS, LISTEN_PID, LISTEN_FDNAMES", "Sockets that systemd hands over; they take the place of the TCP addresses of [server].");
        page.Term("NO_COLOR", "When it is set to anything, nothing is coloured.");
        page.Section("FILES");
        page.Term(ConfigurationArguments.SystemFile, "The configuration, unless --config-file is given.");
        page.Term(ConfigurationArguments.SystemDirectory, "Its *.conf files are read after that, by their names, unless --config-dir is given.");
        page.Term(PluginDirectories.SystemDirectory, "Plugins, beside those that come with the daemon, unless [DEFAULT] plugins_dir says where.");
        page.Section("SEE ALSO");
        page.Text($"{CommandLine.Name}.conf(5), nova-status(1), systemd(1)");
    }

    private static void Write(RoffWriter page, Command command)
    {
        if (command is not IDocumented { Manual: var manual })
            return;
        foreach (var paragraph in manual.Paragraphs)
            page.Paragraph(paragraph);
        WriteOptions(page, command.Options);
        page.Paragraph("Exit codes:");
        WriteExitCodes(page, manual);
        foreach (var example in manual.Examples)
        {
            page.Paragraph(example.Purpose);
            page.Verbatim(example.Line);
        }
    }

    private static void WriteExitCodes(RoffWriter page, CommandManual manual)
    {
        foreach (var code in manual.ExitCodes)
            page.Term(code.Code.ToString(CultureInfo.InvariantCulture), code.Meaning);
    }

    private static void WriteOptions(RoffWriter page, IEnumerable<Option> options)
    {
        foreach (var option in options.Where(option => !option.Hidden).OrderBy(option => option.Name, StringComparer.Ordinal))
        {
            string[] names = [.. option.Aliases.Where(alias => alias.StartsWith('-') && alias != "-?"), option.Name];
            page.Term(string.Join(", ", names.Distinct()) + ValueOf(option), option.Description ?? "");
        }
    }

    private static string Usage(Command command, string path) => string.Join(' ',
    [
        path,
        .. command.Options.Where(option => option.Required).Select(option => option.Name + ValueOf(option)),
        "[options]",
        .. command.Arguments.Select(argument => argument.Name),
    ]);

    private static string ValueOf(Option option) => option.HelpName is { Length: > 0 } name ? $" {name}" : Completion.CompletedOption.Of(option) is { Choices.Count: > 0 } choices ? $" {string.Join('|', choices.Choices)}" : "";

    private static IEnumerable<(Command Command, string Path)> Commands(Command command, string path)
    {
        if (command is IDocumented)
            yield return (command, path);
        foreach (var part in command.Subcommands.Where(part => !part.Hidden).SelectMany(part => Commands(part, $"{path} {part.Name}")))
            yield return part;
    }

    /// <summary>A summary as what follows a name: no capital, no full stop.</summary>
    private static string Begin(string summary) => char.ToLowerInvariant(summary[0]) + summary[1..].TrimEnd('.');
}
