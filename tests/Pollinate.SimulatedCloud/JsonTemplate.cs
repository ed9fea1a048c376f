using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud;

/// <summary>
/// JSON written once, with one text that each answer has of its own: an answer costs a copy. The cloud shares its cores with
/// the daemon that is measured against it. Immutable.
/// </summary>
internal sealed class JsonTemplate
{
    /// <summary>Stands where the text of each answer goes, as often as it likes.</summary>
    public const string Hole = "~hole~";

    private readonly byte[][] _parts;
    private readonly int _length;

    private JsonTemplate(byte[][] parts)
    {
        _parts = parts;
        _length = parts.Sum(part => part.Length);
    }

    /// <summary>The template of a value whose texts may hold <see cref="Hole"/>.</summary>
    public static JsonTemplate Of(JsonObject json) =>
        new([.. json.ToJsonString().Split(Hole).Select(Encoding.UTF8.GetBytes)]);

    /// <summary>How long the answer is, in bytes.</summary>
    public int LengthWith(string fill) => _length + ((_parts.Length - 1) * fill.Length);

    /// <summary>Writes the answer.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="fill">The text for the holes: ASCII that JSON does not escape.</param>
    public void Write(IBufferWriter<byte> output, string fill)
    {
        var length = LengthWith(fill);
        var span = output.GetSpan(length);
        for (var index = 0; index < _parts.Length; index++)
        {
            if (index > 0)
                span = span[Encoding.ASCII.GetBytes(fill, span)..];
            _parts[index].CopyTo(span);
            span = span[_parts[index].Length..];
        }

        output.Advance(length);
    }
}
