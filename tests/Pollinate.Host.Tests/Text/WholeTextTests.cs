using System.Buffers;
using System.Text;
using System.Text.Json;
using Pollinate.Host.Text;

namespace Pollinate.Host.Tests.Text;

/// <summary>The quick look and the thorough one must never differ where the quick one is certain.</summary>
internal sealed class WholeTextTests
{
    /// <summary>Texts that are JSON, whether they are certain to be whole, and whether they are.</summary>
    private static readonly object[][] Json =
    [
        ["{}", true, true],
        ["""{"a":"b"}""", true, true],
        ["""{"a":["é","日本","😀","\n","\\","\"","\/"]}""", true, true],
        ["\"\"", true, true],
        ["12.5", true, true],
        // Written by their codes: only the thorough look knows.
        ["""{"a":"\u0041"}""", false, true],
        ["""{"a":"\ud83d\ude00"}""", false, true],
        ["""{"\ud83d\ude00":1}""", false, true],
        ["""{"a":"\ud83d"}""", false, false],
        ["""{"a":"\ude00"}""", false, false],
        ["""{"a":"\ude00\ud83d"}""", false, false],
        ["""{"a":"\ud83d\ud83d\ude00"}""", false, false],
        ["""{"a":"\ud83d and more"}""", false, false],
        ["""["x",[{"a":{"\ud83d":1}}]]""", false, false],
        ["""{"a":"\uD83D"}""", false, false],
        // A backslash that is one itself, before a u.
        ["""{"a":"\\ud83d"}""", false, true],
        ["""{"a":"\\\ud83d"}""", false, false],
    ];

    [TestCaseSource(nameof(Json))]
    public void What_is_certain_to_be_whole_is_whole(string json, bool isCertain, bool isWhole)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        WholeText.IsCertain(bytes).Should().Be(isCertain);
        IsWhole(bytes).Should().Be(isWhole);
    }

    [TestCaseSource(nameof(Json))]
    public void In_however_many_pieces_it_came_it_is_the_same(string json, bool isCertain, bool isWhole)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        WholeText.IsCertain(new ReadOnlySequence<byte>(bytes)).Should().Be(isCertain);
        for (var length = 1; length <= 3; length++)
            WholeText.IsCertain(Pieces(bytes, length)).Should().Be(isCertain, $"pieces of {length} bytes");

        // Cut in two anywhere, also in the middle of a character and of an escape.
        for (var cut = 1; cut < bytes.Length; cut++)
            WholeText.IsCertain(Cut(bytes, cut)).Should().Be(isCertain, $"cut at {cut}");
        _ = isWhole;
    }

    [TestCase(0xFF)]
    [TestCase(0x80)]
    [TestCase(0xC3)]
    [TestCase(0xC0, 0xAF)]
    [TestCase(0xE2, 0x82)]
    [TestCase(0xED, 0xA0, 0xBD)]
    [TestCase(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80)]
    [TestCase(0xF0, 0x9F, 0x98)]
    [TestCase(0xF4, 0x90, 0x80, 0x80)]
    public void What_is_no_UTF_8_is_neither_certain_nor_whole(params int[] text)
    {
        byte[] bytes = [.. "{\"a\":\""u8, .. text.Select(value => (byte)value), .. "\"}"u8];

        WholeText.IsCertain(bytes).Should().BeFalse();
        for (var cut = 1; cut < bytes.Length; cut++)
            WholeText.IsCertain(Cut(bytes, cut)).Should().BeFalse($"cut at {cut}");
        IsWhole(bytes).Should().BeFalse();
    }

    [Test]
    public void Whatever_is_certain_of_random_texts_is_whole()
    {
        // Always the same ones. The pieces are what escapes, halves and characters are made of.
        var random = new Random(20261125);
        byte[][] pieces =
        [
            .. new[] { "\\", "u", "\\u", "\\ud83d", "\\ude00", "d83d", "00e9", "é", "😀", "\\\\", "\\n", "x" }.Select(Encoding.UTF8.GetBytes),
            [0x9F], [0xF0], [0xED, 0xA0, 0xBD],
        ];
        var certain = 0;
        for (var text = 0; text < 20_000; text++)
        {
            byte[] bytes = ["\""u8[0], .. Enumerable.Range(0, random.Next(6)).SelectMany(_ => pieces[random.Next(pieces.Length)]), "\""u8[0]];
            if (!WholeText.IsCertain(bytes))
                continue;
            if (TryParse(bytes) is not { } json)
                continue;
            certain++;
            var ensure = () => WholeText.Ensure(json);
            ensure.Should().NotThrow(Convert.ToHexString(bytes));
        }

        certain.Should().BePositive("the texts put it to the test");
    }

    /// <summary>As the request and the providers' output are read: the parser may refuse it, or the look through its texts.</summary>
    private static bool IsWhole(byte[] bytes)
    {
        if (TryParse(bytes) is not { } json)
            return false;
        try
        {
            WholeText.Ensure(json);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonElement? TryParse(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlySequence<byte> Cut(byte[] bytes, int at) => Sequence([bytes[..at], bytes[at..]]);

    private static ReadOnlySequence<byte> Pieces(byte[] bytes, int length) => Sequence([.. bytes.Chunk(length)]);

    private static ReadOnlySequence<byte> Sequence(byte[][] pieces)
    {
        var first = new Segment(pieces[0], null);
        var last = first;
        foreach (var piece in pieces.Skip(1))
            last = new(piece, last);
        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
