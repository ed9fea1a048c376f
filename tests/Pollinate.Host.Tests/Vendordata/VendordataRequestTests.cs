using System.Buffers;
using System.Text;
using System.Text.Json;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Tests.Vendordata;

internal sealed class VendordataRequestTests
{
    [TestCase("", "no body")]
    [TestCase("   ", "not JSON")]
    [TestCase("nope", "not JSON in UTF-8: line 1, byte 2")]
    [TestCase("{\"project-id\":\"p\"", "not JSON")]
    [TestCase("{\"project-id\":\"p\"} x", "not JSON")]
    [TestCase("{\"project-id\":\"p\"}{}", "not JSON in UTF-8: line 1, byte 19")]
    [TestCase("{\"project-id\":\"p\",}", "not JSON")]
    [TestCase("{\"project-id\":NaN}", "not JSON")]
    [TestCase("null", "object with a project-id, not null")]
    [TestCase("5", "not a number")]
    [TestCase("\"project-id\"", "not a string")]
    [TestCase("[\"project-id\"]", "not a list")]
    [TestCase("{}", "no project-id")]
    [TestCase("{\"Project-Id\":\"p\"}", "no project-id")]
    [TestCase("{\"project-id\":null}", "no project-id")]
    [TestCase("{\"project-id\":\"\"}", "project-id is empty")]
    [TestCase("{\"project-id\":5}", "project-id must be a string, not a number")]
    [TestCase("{\"project-id\":\"p\",\"instance-id\":{}}", "instance-id must be a string, not an object")]
    [TestCase("{\"project-id\":\"p\",\"user-data\":[1]}", "user-data must be a string, not a list")]
    [TestCase("{\"project-id\":\"p\",\"hostname\":false}", "hostname must be a string, not a boolean")]
    [TestCase("{\"project-id\":\"p\",\"metadata\":\"x\"}", "metadata must be an object, not a string")]
    [TestCase("{\"project-id\":\"p\",\"x\":\"\\ud800\"}", "no Unicode")]
    public void A_body_that_can_not_be_used_is_refused_with_the_reason(string body, string reason)
    {
        var parse = () => VendordataRequest.Parse(Bytes(body));

        parse.Should().Throw<BadRequestException>().WithMessage($"*{reason}*");
    }

    [Test]
    public void A_body_that_is_not_UTF_8_is_refused()
    {
        foreach (var body in new byte[][]
        {
            [.. "{\"project-id\":\""u8, 0xE9, .. "\"}"u8],
            Encoding.Unicode.GetBytes("{\"project-id\":\"p\"}"),
        })
        {
            var parse = () => VendordataRequest.Parse(new ReadOnlySequence<byte>(body));
            parse.Should().Throw<BadRequestException>();
        }
    }

    [Test]
    public void Nothing_of_the_body_is_in_the_error()
    {
        var parse = () => VendordataRequest.Parse(Bytes("{\"project-id\":\"p\",\"user-data\":\"hunter2\" hunter2}"));

        parse.Should().Throw<BadRequestException>().Which.Message.Should().NotContain("hunter2");
    }

    [Test]
    public void A_body_that_is_nested_too_deeply_is_refused()
    {
        var body = "{\"project-id\":\"p\",\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        var parse = () => VendordataRequest.Parse(Bytes(body));

        parse.Should().Throw<BadRequestException>();
    }

    [TestCase("{\"project-id\":\"p\"}")]
    [TestCase("\uFEFF{\"project-id\":\"p\"}")]
    [TestCase(" \r\n{\"project-id\" : \"p\"}\n")]
    [TestCase("{\"project-id\":\"first\",\"project-id\":\"p\"}")]
    [TestCase("{\"project-id\":\"p\",\"instance-id\":null,\"metadata\":null,\"user-data\":null,\"boot-roles\":\"\"}")]
    public void A_body_with_a_project_id_is_enough(string body)
    {
        VendordataRequest.Parse(Bytes(body)).GetProperty("project-id").GetString().Should().Be("p");
    }

    [Test]
    public void A_body_in_pieces_is_read_as_one()
    {
        var first = new Piece("{\"project"u8.ToArray(), 0);
        var last = first.Append("-id\":"u8.ToArray()).Append("\"p\"}"u8.ToArray());

        var json = VendordataRequest.Parse(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));

        json.ValueKind.Should().Be(JsonValueKind.Object);
        json.GetProperty("project-id").GetString().Should().Be("p");
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
