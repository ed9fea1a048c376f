using System.CommandLine;
using System.Text;

namespace Pollinate.Host.Commands;

/// <summary>The switch <c>--output-file</c> of commands that write a file.</summary>
internal sealed class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Option<string?> _path = new("--output-file")
    {
        Description = "File to write, over what is there. Without it: standard output.",
        HelpName = "FILE",
    };

    public void AddTo(Command command) => command.Options.Add(_path);

    /// <summary>Writes there what is to be written.</summary>
    /// <returns>The exit code.</returns>
    public int Write(ParseResult result, Action<TextWriter> write)
    {
        if (result.GetValue(_path) is not { Length: > 0 } path)
        {
            write(result.InvocationConfiguration.Output);
            return CommandProcess.Good;
        }

        try
        {
            using var text = new StringWriter();
            write(text);
            File.WriteAllText(path, text.ToString(), Utf8);
            return CommandProcess.Good;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            result.InvocationConfiguration.Error.WriteLine(
                $"{CommandLine.Name}: error: --output-file: {path} can't be written: {exception.Message.TrimEnd('.')}; name a file in a folder that you may write to.");
            return CommandProcess.Bad;
        }
    }
}
