using System.Text;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Commands;

/// <summary>What a command reads and writes. Tests make their own.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output; nothing but the command's result goes there.</param>
/// <param name="Errors">Standard error: errors, warnings, the log.</param>
/// <param name="Width">How many characters a line of the output may have; null when there is no terminal behind it.</param>
internal sealed record CommandStreams(Stream Input, Stream Output, TextWriter Errors, int? Width)
{
    /// <summary>Keeps secrets out of all but the output.</summary>
    public Redactor Redactor { get; } = new();

    /// <summary>Whether the output may be coloured: there is a terminal behind it, and nobody has said no (https://no-color.org).</summary>
    public bool HasColours { get; init; }

    /// <summary>The process's own, and keeps off the output what plugins print.</summary>
    public static CommandStreams OfProcess()
    {
        int? width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? null : Console.WindowWidth;
        var streams = new CommandStreams(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error, width)
        {
            HasColours = width is not null && AreColoursWanted(Environment.GetEnvironmentVariable),
        };
        Console.SetOut(streams.Errors);
        return streams;
    }

    /// <summary>Whether the environment lets a terminal be coloured.</summary>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    internal static bool AreColoursWanted(Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") is not (null or "" or "dumb");

    /// <summary>Writes text to the output, in UTF-8 whatever the locale says.</summary>
    public void Write(Action<TextWriter> write)
    {
        using var writer = new StreamWriter(Output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    }

    /// <summary>Says what is wrong, as the daemon does at its start.</summary>
    public void WriteErrors(IEnumerable<string> errors)
    {
        foreach (var error in errors)
            Errors.WriteLine($"nova-pollinate: error: {Redactor.Redact(error)}");
    }

    /// <summary>Says what works but is worth a word.</summary>
    public void WriteWarnings(IEnumerable<string> warnings)
    {
        foreach (var warning in warnings)
            Errors.WriteLine($"nova-pollinate: warning: {Redactor.Redact(warning)}");
    }
}
