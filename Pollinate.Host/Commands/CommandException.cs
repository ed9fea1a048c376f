namespace Pollinate.Host.Commands;

/// <summary>The command can't do what it was asked. The message is one sentence for the operator.</summary>
internal sealed class CommandException(string message) : Exception(message);
