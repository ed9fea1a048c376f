namespace Pollinate.Host.Commands.Help;

/// <summary>An example of a command.</summary>
/// <param name="Line">The command line.</param>
/// <param name="Purpose">What it is for, a sentence.</param>
internal sealed record CommandExample(string Line, string Purpose);
