using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pollinate.Host.Text;

namespace Pollinate.Host.Commands.Manual;

/// <summary>Writes a manual page with the macros of man(7). Each sentence begins a line, and no line is longer than 80 bytes unless a word is.</summary>
internal sealed partial class RoffWriter(TextWriter writer)
{
    // Escapes make lines longer than they are read.
    private const int Width = 72;

    private bool _isBegun;

    /// <param name="name">The page's name.</param>
    /// <param name="section">Its section.</param>
    /// <param name="date">Its date, as YYYY-MM-DD.</param>
    public void Title(string name, int section, string date)
    {
        Line(string.Create(
            CultureInfo.InvariantCulture, $".TH {Escape(name.ToUpperInvariant())} {section} {date} \"nova-pollinate {Escape(VersionText.Short)}\" \"OpenStack\""));
        // Paths and commands are there to be copied: no hyphens that are not theirs, no wide gaps.
        Line(".nh");
        Line(".ad l");
    }

    public void Section(string heading)
    {
        Line($".SH {Escape(heading)}");
        _isBegun = false;
    }

    public void Subsection(string heading) => Line($".SS \"{Escape(heading)}\"");

    public void Paragraph(string text)
    {
        Break();
        Text(text);
    }

    /// <summary>A term, in bold, and what there is to say of it.</summary>
    public void Term(string term, params string[] texts)
    {
        Line(".TP");
        Line($"\\fB{Escape(term)}\\fR");
        for (var index = 0; index < texts.Length; index++)
        {
            if (index > 0)
                Line(".br");
            Text(texts[index]);
        }
    }

    /// <summary>Lines that stay as they are.</summary>
    public void Verbatim(params string[] lines)
    {
        Break();
        Line(".RS 4");
        Line(".nf");
        foreach (var line in lines)
            Line(Start(Escape(line)));
        Line(".fi");
        Line(".RE");
    }

    public void Text(string text)
    {
        foreach (var sentence in SentenceEnd().Split(text))
        {
            foreach (var line in WrappedText.Lines(sentence, Width))
                Line(Start(Escape(line)));
        }
    }

    /// <summary>Begins a paragraph; behind a heading there is one.</summary>
    private void Break()
    {
        if (_isBegun)
            Line(".PP");
    }

    private void Line(string text)
    {
        writer.Write($"{text}\n");
        _isBegun = true;
    }

    /// <summary>A line of text that begins with a dot or an apostrophe would be taken for a request.</summary>
    private static string Start(string line) => line.StartsWith('.') || line.StartsWith('\'') ? $"\\&{line}" : line;

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '\\' => @"\e",
                '-' => @"\-",
                '"' => @"\(dq",
                '\'' => @"\(aq",
                '`' => @"\(ga",
                '^' => @"\(ha",
                '~' => @"\(ti",
                < 0x80 => rune.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\[u{rune.Value:X4}]"),
            });
        }

        return escaped.ToString();
    }

    [GeneratedRegex(@"(?<=[.?!:]\)?) (?=[A-Z\[])", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();
}
