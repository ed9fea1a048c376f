namespace Pollinate.Host.Tests.Commands;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record CommandResult(int Code, string Output, string Errors)
{
    public IReadOnlyList<string> OutputLines => Lines(Output);

    public IReadOnlyList<string> ErrorLines => Lines(Errors);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
