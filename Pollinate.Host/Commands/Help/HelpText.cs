using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Pollinate.Host.Text;

namespace Pollinate.Host.Commands.Help;

/// <summary><c>--help</c>: usage and options as the library writes them, then what the command's manual says.</summary>
internal sealed class HelpText(int width) : SynchronousCommandLineAction
{
    private const string Margin = "  ";
    private const int CodeWidth = 3;

    private readonly HelpAction _usage = new() { MaxWidth = width };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = _usage.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IDocumented documented)
            Write(parseResult.InvocationConfiguration.Output, documented.Manual);
        return code;
    }

    private void Write(TextWriter writer, CommandManual manual)
    {
        foreach (var paragraph in manual.Paragraphs)
        {
            WriteWrapped(writer, "", "", paragraph);
            writer.WriteLine();
        }

        writer.WriteLine("Exit codes:");
        foreach (var code in manual.ExitCodes)
            WriteWrapped(writer, $"{Margin}{code.Code,-CodeWidth}", new(' ', Margin.Length + CodeWidth), code.Meaning);
        writer.WriteLine();
        writer.WriteLine(manual.Examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in manual.Examples)
        {
            WriteWrapped(writer, Margin, Margin, example.Purpose);
            writer.WriteLine($"{Margin}{Margin}{example.Line}");
        }

        writer.WriteLine();
    }

    private void WriteWrapped(TextWriter writer, string first, string others, string text)
    {
        var start = first;
        foreach (var line in WrappedText.Lines(text, Math.Max(20, width - first.Length)))
        {
            writer.WriteLine(start + line);
            start = others;
        }
    }
}
