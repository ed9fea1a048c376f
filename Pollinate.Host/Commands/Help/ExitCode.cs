namespace Pollinate.Host.Commands.Help;

/// <summary>An exit code of a command.</summary>
/// <param name="Code">The number.</param>
/// <param name="Meaning">When it comes, a sentence.</param>
internal sealed record ExitCode(int Code, string Meaning);
