using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Configuration.Printing;

namespace Pollinate.Host.Commands.Manual;

/// <summary>The manual page nova-pollinate.conf(5): every option.</summary>
internal static class ConfigurationPage
{
    public const int Section = 5;

    private const string Name = $"{CommandLine.Name}.conf";

    /// <param name="writer">Where to.</param>
    /// <param name="groups">The options.</param>
    /// <param name="date">The page's date.</param>
    public static void Write(TextWriter writer, IReadOnlyList<OptionGroupDefinition> groups, string date)
    {
        var page = new RoffWriter(writer);
        page.Title(Name, Section, date);
        page.Section("NAME");
        page.Text($"{Name} - configuration of {CommandLine.Name}");
        page.Section("DESCRIPTION");
        page.Paragraph(
            $"It is oslo.config's dialect: [section] headers, option = value, and comments that begin with # or ;. A line that begins with a blank continues the value above it. " +
            "$option and ${group.option} stand for another option's value; write $$ for a dollar sign. Lists are separated by commas.");
        page.Paragraph(
            $"{ConfigurationArguments.SystemFile} is read first, then {ConfigurationArguments.SystemDirectory}/*.conf by their names. A later file goes before an earlier one, option by option, " +
            "and the environment variable OS_<GROUP>__<OPTION> before every file.");
        page.Paragraph(
            "At SIGHUP the daemon reads the files anew. Options that need a restart are marked; the others change without one.");
        page.Paragraph($"{CommandLine.Name} config show prints what is in force, and where each value came from; {CommandLine.Name} check says what is wrong.");
        page.Section("OPTIONS");
        foreach (var group in groups)
        {
            page.Subsection($"[{group.Name}]");
            page.Text(group.Help + (group.DeprecatedName is { } old ? $" Its old name [{old}] is still read." : ""));
            foreach (var option in group.Options)
                page.Term(option.Name, [.. Describe(option)]);
        }

        page.Section("SECTIONS OF PROVIDERS");
        page.Paragraph(
            $"Each provider has a section that bears its name, with the options that it declares; {CommandLine.Name} genconfig --providers lists them. Each such section has these as well.");
        foreach (var option in OptionRecords.Options(typeof(ProviderPolicy), "provider"))
            page.Term(option.Name, [.. Describe(option)]);
        page.Section("FILES");
        page.Term(ConfigurationArguments.SystemFile, "Nobody but root and the daemon's user may be able to write to it; give it the mode 0640 and the daemon's group, since it holds passwords.");
        page.Term($"{ConfigurationArguments.SystemDirectory}/*.conf", "The same goes for these, and for the folder.");
        page.Section("SEE ALSO");
        page.Text($"{CommandLine.Name}(8)");
    }

    private static IEnumerable<string> Describe(OptionDefinition option)
    {
        if (option.WholeHelp.Length > 0)
            yield return option.WholeHelp;
        var type = OptionComments.TypeName(option.Type) + (OptionComments.Bounds(option) is { } bounds ? $", {bounds}" : "") + (option.Secret ? ", secret" : "");
        var choices = option.Choices.Count > 0 ? $" One of: {string.Join(", ", option.Choices)}." : "";
        var @default = OptionComments.Default(option) is { Length: > 0 } value ? $" Default: {value}" : "";
        yield return $"Type: {type}.{choices}{@default}";
        string[] old = [.. option.DeprecatedNames, .. option.DeprecatedElsewhere.Select(elsewhere => $"[{elsewhere.Group}] {elsewhere.Name}")];
        if (old.Length > 0)
            yield return $"Old names: {string.Join(", ", old)}.";
        if (option.NeedsRestart)
            yield return "Needs a restart.";
        if (OptionComments.WhyUnused(option) is { } reason)
            yield return reason;
    }
}
