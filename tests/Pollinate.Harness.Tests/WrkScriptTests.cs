using System.Text;
using System.Text.Json;
using Pollinate.Harness.Load;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Harness.Tests;

internal sealed class WrkScriptTests
{
    [Test]
    public void A_script_quotes_what_Lua_would_take_for_its_own() =>
        WrkScript.Same("token", """{"a":"b\\c"}""").Should().Contain("""wrk.body = "{\"a\":\"b\\\\c\"}" """.TrimEnd());

    [Test]
    public void The_headers_are_Novas() =>
        NovasRequest.Headers("t").Should().Equal(
            ("User-Agent", "openstack-nova-vendordata"), ("Accept", "application/json"), ("Content-Type", "application/json"), ("X-Auth-Token", "t"));

    [Test]
    public void A_numbered_body_has_its_number_in_the_place_of_the_hole() =>
        NovasRequest.BodyWithHole().Replace(NovasRequest.Number, "000000000123", StringComparison.Ordinal)
            .Should().Be(NovasRequest.NumberedBody(123)).And.Contain(SampleServers.Numbered(123));

    [Test]
    public void A_request_says_how_long_its_body_is()
    {
        var text = Encoding.UTF8.GetString(NovasRequest.Bytes(80, "t", NovasRequest.Body()));

        var (head, body) = (text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        head.Should().StartWith("POST / HTTP/1.1\r\nHost: 127.0.0.1:80\r\n").And.EndWith($"Content-Length: {body.Length}");
        JsonDocument.Parse(body).RootElement.GetProperty("user-data").ValueKind.Should().Be(JsonValueKind.Null);
    }
}
