using System.CommandLine;

namespace Pollinate.Host.Commands.Help;

/// <summary>The command without a name of its own, with a manual.</summary>
/// <param name="summary">What it does, one sentence.</param>
/// <param name="manual">The rest.</param>
internal sealed class DocumentedRoot(string summary, CommandManual manual) : RootCommand(summary), IDocumented
{
    public CommandManual Manual { get; } = manual;
}
