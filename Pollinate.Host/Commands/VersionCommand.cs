using System.CommandLine;
using Pollinate.Host.Commands.Help;

namespace Pollinate.Host.Commands;

/// <summary><c>nova-pollinate version</c>: says which nova-pollinate this is.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var text = new VersionText();
        var command = new DocumentedCommand("version", "Print the versions of nova-pollinate, of the contract of plugins, and of .NET.", Manual);
        command.SetAction(text.Invoke);
        return command;
    }

    private static CommandManual Manual => new(
        ["Three lines: nova-pollinate, with the revision of the sources behind a plus sign where it is known; the contract that plugins are built against; the runtime."],
        [new(CommandProcess.Good, "Always.")],
        [new("nova-pollinate version", "Say it in a report.")]);
}
