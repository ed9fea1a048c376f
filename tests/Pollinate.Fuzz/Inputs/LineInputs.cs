using System.Text;
using CsCheck;

namespace Pollinate.Fuzz.Inputs;

/// <summary>Lines, with the words that matter to their reader.</summary>
/// <param name="seeds">What lines are taken from.</param>
/// <param name="words">What is put into them.</param>
/// <param name="forms">Lines with @ for words.</param>
internal sealed class LineInputs(IReadOnlyList<byte[]> seeds, IReadOnlyList<string> words, IReadOnlyList<string> forms) : Gen<byte[]>
{
    private static readonly string[] Ends = ["\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n", ""];

    private readonly string[] _lines =
    [
        .. seeds.SelectMany(seed => Encoding.Latin1.GetString(seed).Split('\n')).Where(line => line.Length > 0).Distinct().DefaultIfEmpty(""),
    ];

    private readonly string[] _seeds = [.. seeds.Select(Encoding.Latin1.GetString)];

    public override byte[] Generate(PCG pcg, Size? min, out Size size)
    {
        var text = new StringBuilder();
        if (_seeds.Length > 0 && pcg.OnceIn(2))
        {
            foreach (var line in pcg.Of(_seeds).Split('\n'))
            {
                if (!pcg.OnceIn(8))
                    text.Append(line).Append(pcg.OnceIn(16) ? pcg.Of(Ends) : "\n");
                if (pcg.OnceIn(8))
                    WriteLine(text, pcg);
            }
        }
        else
        {
            for (var lines = 1 + pcg.Length(60); lines > 0; lines--)
                WriteLine(text, pcg);
        }

        size = new Size((ulong)text.Length);
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private void WriteLine(StringBuilder text, PCG chance)
    {
        if (chance.OnceIn(4))
        {
            text.Append(chance.Of(_lines));
        }
        else
        {
            foreach (var character in chance.Of(forms))
            {
                if (character != '@')
                    text.Append(character);
                else
                    WriteWord(text, chance);
            }
        }

        text.Append(chance.Of(Ends));
    }

    private void WriteWord(StringBuilder text, PCG chance)
    {
        text.Append(chance.Of(words));
        if (chance.OnceIn(24))
            text.Append('x', chance.Length(500));
    }
}
