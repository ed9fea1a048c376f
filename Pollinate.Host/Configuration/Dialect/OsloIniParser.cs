using IniParser.Exceptions;
using IniParser.Model;
using IniParser.Model.Configuration;
using IniParser.Parser;

namespace Pollinate.Host.Configuration.Dialect;

/// <summary>
/// Reads oslo.config's dialect of INI: two comment marks, continuation lines, <c>:</c> beside <c>=</c>, the last of repeated
/// keys. One instance reads one file.
/// </summary>
internal sealed class OsloIniParser : IniDataParser
{
    private readonly List<OsloEntry> _entries = [];
    private readonly Dictionary<string, int> _sections = new(StringComparer.Ordinal);
    private readonly List<ConfigurationError> _misplaced = [];
    private readonly string _path;
    private string? _section;
    private PendingValue? _pending;
    private int _line;

    private OsloIniParser(string path)
        : base(new IniParserConfiguration { ThrowExceptionsOnError = false }) => _path = path;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="text">The file's text; a byte order mark is an ordinary character of it, as oslo.config has it.</param>
    public static OsloFile Read(string path, string text)
    {
        var parser = new OsloIniParser(path);
        parser.Parse(Prepare(text));
        parser.Finish();
        var errors = parser.Errors.OfType<ParsingException>()
            .Select(error => new ConfigurationError(path, error.LineNumber, error.InnerException!.Message))
            .Concat(parser._misplaced)
            .ToList();
        return new(path, parser._entries, parser._sections, errors);
    }

    /// <inheritdoc/>
    protected override void ProcessLine(string currentLine, IniData currentIniData)
    {
        _line++;
        var line = OsloText.TrimEnd(currentLine);
        if (line.Length == 0)
        {
            Finish();
        }
        else if (line[0] is ' ' or '\t')
        {
            if (_pending is null)
                throw new FormatException("unexpected continuation line: it begins with a blank, and there is no value above it to continue; remove the blanks.");
            _pending.Lines.Add(OsloText.TrimStart(line));
        }
        else
        {
            Finish();
            if (line[0] == '[')
                ProcessSection(line, currentIniData);
            else if (!LineContainsAComment(line))
                ProcessKeyValuePair(line, currentIniData);
        }
    }

    /// <inheritdoc/>
    protected override bool LineContainsAComment(string line) => line[0] is '#' or ';';

    /// <inheritdoc/>
    protected override void ProcessSection(string line, IniData currentIniData)
    {
        if (line.Length < 2 || line[^1] != ']')
            throw new FormatException("invalid section: it must end with ]; nothing may follow on the line.");
        if (line.Length == 2)
            throw new FormatException("empty section name; write a name between [ and ].");

        var name = line[1..^1];
        _section = name == "DEFAULT" ? name : name.ToLowerInvariant();
        _sections.TryAdd(_section, _line);
    }

    /// <inheritdoc/>
    protected override void ProcessKeyValuePair(string line, IniData currentIniData)
    {
        var separator = line.IndexOfAny([':', '=']);
        if (separator < 0)
            throw new FormatException("no ':' or '=' found in assignment; write option = value, or begin the line with # to make it a comment.");
        var key = OsloText.Trim(line[..separator]);
        if (key.Length == 0)
            throw new FormatException("key cannot be empty; write an option's name before the '=' or ':'.");

        _pending = new(key, _line);
        _pending.Lines.Add(Unquote(OsloText.Trim(line[(separator + 1)..])));
    }

    /// <summary>
    /// The base class passes over blank lines, which end a value here: a comment does the same in this dialect. And it knows
    /// no lone carriage return.
    /// </summary>
    private static string Prepare(string text)
    {
        var lines = text.ReplaceLineEndingsOfOslo().Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (string.IsNullOrWhiteSpace(lines[index]))
                lines[index] = "#";
        }

        // What stands behind the last line feed is no line of its own.
        var count = lines.Length > 1 && lines[^1] == "#" && text[^1] is '\n' or '\r' ? lines.Length - 1 : lines.Length;
        return string.Join('\n', lines, 0, count);
    }

    private void Finish()
    {
        if (_pending is not { } pending)
            return;
        _pending = null;
        if (_section is null)
        {
            // No exception: the line that finishes the value is a line of its own and still to be read.
            _misplaced.Add(new(_path, _line, $"section must be started before assignment: the option {OptionName.Quote(pending.Key)} stands above every section; put it below a header such as [DEFAULT]."));
            return;
        }

        _entries.Add(new(_section, pending.Key, string.Join('\n', pending.Lines), pending.Line));
    }

    private static string Unquote(string value) =>
        value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value is "\"" or "'" ? "" : value;

    private sealed record PendingValue(string Key, int Line)
    {
        public List<string> Lines { get; } = [];
    }
}
