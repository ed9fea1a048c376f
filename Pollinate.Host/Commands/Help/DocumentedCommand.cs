using System.CommandLine;

namespace Pollinate.Host.Commands.Help;

/// <summary>A command with a manual.</summary>
/// <param name="name">What it is called by.</param>
/// <param name="summary">What it does, one sentence.</param>
/// <param name="manual">The rest.</param>
internal sealed class DocumentedCommand(string name, string summary, CommandManual manual) : Command(name, summary), IDocumented
{
    public CommandManual Manual { get; } = manual;
}
