namespace Pollinate.Host.Commands.Help;

/// <summary>What is to know of a command beside its options: for its help, and for the manual page.</summary>
/// <param name="Paragraphs">What it does.</param>
/// <param name="ExitCodes">What its exit codes mean.</param>
/// <param name="Examples">How it is called.</param>
internal sealed record CommandManual(
    IReadOnlyList<string> Paragraphs, IReadOnlyList<ExitCode> ExitCodes, IReadOnlyList<CommandExample> Examples);
