using System.Text;
using Pollinate.Host.Configuration.Dialect;

namespace Pollinate.Fuzz.Targets;

/// <summary>Lines of the dialect. What is wrong with them is said in the file's errors; nothing is thrown.</summary>
internal sealed class IniTarget : IFuzzTarget
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Name => "ini";

    public InputShape Shape => InputShape.Ini;

    // A line that is wrong has a sentence said of it.
    public MemoryAllowance Memory => new(256 * 1024, 512);

    public bool Run(ReadOnlySpan<byte> input)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(input);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }

        var file = OsloIniParser.Read("fuzzed.conf", text);
        var lines = 1 + text.Count(character => character is '\n' or '\r');
        Expect.That(file.Errors.All(error => error.Line >= 1 && error.Line <= lines), "an error is on a line that the file does not have");
        foreach (var entry in file.Entries)
        {
            Expect.That(entry.Line >= 1 && entry.Line <= lines && file.Sections.ContainsKey(entry.Section), "an entry is nowhere in the file");
            Expect.That(file.Find(entry.Section, entry.Key) is not null, "an entry can't be found");
        }

        return file.Errors.Count == 0;
    }
}
