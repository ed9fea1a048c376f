using System.CommandLine;
using System.Globalization;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Commands.Manual;

/// <summary>
/// <c>nova-pollinate man</c>: writes the manual pages from the same definitions as the help and the sample. It is for those who
/// make packages, and in no list of commands.
/// </summary>
internal static class ManCommand
{
    private const string SourceDateVariable = "SOURCE_DATE_EPOCH";

    /// <param name="root">All commands.</param>
    public static Command Create(RootCommand root)
    {
        var section = new Argument<string>("SECTION") { Description = "8: nova-pollinate(8). 5: nova-pollinate.conf(5)." };
        section.AcceptOnlyFromAmong("8", "5");
        var file = new OutputFile();
        var command = new Command("man", $"Write a manual page. Its date is that of {SourceDateVariable}, or of the executable.") { section };
        command.Hidden = true;
        file.AddTo(command);
        command.SetAction(result => file.Write(result, writer =>
        {
            var date = Date(Environment.GetEnvironmentVariable(SourceDateVariable));
            if (result.GetValue(section) == "8")
                CommandsPage.Write(writer, root, date);
            else
                ConfigurationPage.Write(writer, OptionRecords.Groups, date);
        }));
        return command;
    }

    /// <param name="source">The seconds since 1970 of the sources, as reproducible builds have them; null where nobody says.</param>
    internal static string Date(string? source)
    {
        var time = long.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, $"{CommandLine.Name}.dll")));
        return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
