using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pollinate.Host.Listening;
using Pollinate.Host.Tests.Hosting;

namespace Pollinate.Host.Tests.Listening;

/// <summary>What clients send that keep to no rule: a documented error or a closed connection, and the next caller is served.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
internal sealed class HostileClientTests
{
    private const string Body = """{"project-id":"p"}""";
    private const string Headers = "Host: x\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\n";
    private const string Length = "Content-Length: 18\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n";
    private const string Chunks = $"12\r\n{Body}\r\n0\r\n\r\n";

    /// <summary>A whole request that would be answered 200, wherever it is taken for one.</summary>
    private const string Smuggled = "GET /healthcheck HTTP/1.1\r\nHost: x\r\n\r\n";

    /// <summary>What is asked last on a connection: it is answered where the server has left it open.</summary>
    private const string Last = "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static readonly string FramePreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0";

    private RunningDaemon _daemon = null!;

    private int Port => _daemon.Client.BaseAddress!.Port;

    [OneTimeSetUp]
    public async Task SetUp() => _daemon = await RunningDaemon.StartAsync("""
        [DEFAULT]
        auth_strategy = noauth
        providers = Fixture.Dispatch.FirstProvider
        [first]
        json = {"given":1}
        """);

    [OneTimeTearDown]
    public async Task TearDown() => await _daemon.DisposeAsync();

    [TearDown]
    public async Task The_next_caller_is_served_and_the_log_is_quiet()
    {
        RawExchange.Statuses(await RawExchange.SendAsync(Port, Bytes(Post(Length, Body) + Last))).Should().Equal(200, 200);
        _daemon.Log.Split('\n').Where(line => line.Contains("ERROR") || line.Contains("WARN")).Should().BeEmpty();
    }

    /// <summary>What is sent, and the statuses of all that is answered, with the last request's where the connection is left open.</summary>
    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Closed("both lengths, the chunks first", Post(Length + Chunked, Chunks + Smuggled), 200);
        yield return Closed("both lengths, the other order", Post(Chunked + "Content-Length: 4\r\n", Chunks + Smuggled), 200);
        yield return Closed("both lengths, an unknown coding", Post(Length + "Transfer-Encoding: xchunked\r\n", Body + Smuggled), 400);
        yield return Closed("two lengths, the same", Post(Length + Length, Body + Smuggled), 400);
        yield return Closed("two lengths, others", Post(Length + "Content-Length: 3\r\n", Body + Smuggled), 400);
        yield return Closed("a list of lengths", Post("Content-Length: 18, 18\r\n", Body + Smuggled), 400);
        yield return Closed("a negative length", Post("Content-Length: -1\r\n", Body + Smuggled), 400);
        yield return Closed("a length that no number holds", Post("Content-Length: 99999999999999999999\r\n", Body + Smuggled), 400);
        yield return Closed("a hexadecimal length", Post("Content-Length: 0x12\r\n", Body + Smuggled), 400);
        yield return Closed("a folded header", Post(Length + "X-A: b\r\n c\r\n", Body + Smuggled), 400);
        yield return Closed("a header that begins with a blank", Post(" Content-Length: 3\r\n" + Length, Body + Smuggled), 400);
        yield return Closed("a blank before the colon", Post("Transfer-Encoding : chunked\r\n" + Length, Body + Smuggled), 400);
        yield return Closed("lines that end with LF alone", Post(Length, "").Replace("\r\n", "\n", StringComparison.Ordinal) + Body + Smuggled, 400);
        yield return Closed("one line that ends with LF alone", Post("X-A: b\nContent-Length: 0\r\n" + Length, Body + Smuggled), 400);
        yield return Closed("CR in the middle of a line", Post("X-A: b\rContent-Length: 0\r\n" + Length, Body + Smuggled), 400);
        yield return Closed("a chunk whose extension ends with LF alone", Post(Chunked, $"12;a\n{Body}\r\n0\r\n\r\n{Smuggled}"), 400);
        yield return Closed("chunks that end with LF alone", Post(Chunked, $"12\n{Body}\n0\n\n{Smuggled}"), 400);
        yield return Closed("a chunk of 0x12 bytes", Post(Chunked, $"0x12\r\n{Body}\r\n0\r\n\r\n{Smuggled}"), 400);
        yield return Closed("a chunk of -1 bytes", Post(Chunked, $"-1\r\n{Body}\r\n0\r\n\r\n{Smuggled}"), 400);
        yield return Closed("a chunk of more bytes than a number holds", Post(Chunked, $"fffffffffffffffff\r\n{Body}\r\n0\r\n\r\n{Smuggled}"), 400);
        yield return Closed("a chunk that is longer than it says", Post(Chunked, $"12\r\n{Body}XX0\r\n\r\n{Smuggled}"), 400);
        yield return Closed("a chunk with an endless extension", Post(Chunked, $"12;{new string('a', 1_000_000)}"), 413);
        yield return Closed("trailers without end", Post(Chunked, $"12\r\n{Body}\r\n0\r\nX-A: {new string('a', 1_000_000)}"), 431);
        yield return Closed("a thousand trailers", Post(Chunked, $"12\r\n{Body}\r\n0\r\n{string.Concat(Enumerable.Repeat("X-A: b\r\n", 1000))}\r\n"), 431);
        foreach (var coding in new[] { "xchunked", "chunked, identity", "identity", "\vchunked", "\"chunked\"", "chunked\r\nTransfer-Encoding: identity" })
            yield return Closed($"Transfer-Encoding: {coding}", Post($"Transfer-Encoding: {coding}\r\n", Chunks + Smuggled), 400);
        yield return Closed("chunks in HTTP/1.0", Post(Chunked, Chunks + Smuggled, "POST / HTTP/1.0"), 200);

        yield return Closed("no host", "GET /healthcheck HTTP/1.1\r\n\r\n", 400);
        yield return Closed("two hosts", "GET /healthcheck HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
        yield return Closed("a host that is none", "GET /healthcheck HTTP/1.1\r\nHost: a b/\r\n\r\n", 400);
        yield return Open("an absolute form", Post(Length, Body, "POST http://x/ HTTP/1.1"), 200);
        yield return Closed("an absolute form of another host", Post(Length, Body, "POST http://evil/ HTTP/1.1"), 400);
        yield return Open("CONNECT", $"CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\nX-Identity-Status: Confirmed\r\n\r\n", 405);
        yield return Open("TRACE", $"TRACE / HTTP/1.1\r\n{Headers}\r\n", 405);
        yield return Open("OPTIONS *", $"OPTIONS * HTTP/1.1\r\n{Headers}\r\n", 200);
        yield return Open("an unknown method", $"FOO / HTTP/1.1\r\n{Headers}\r\n", 405);
        yield return Closed("POST *", Post(Length, Body, "POST * HTTP/1.1"), 405);
        yield return Closed("NUL in the path", Post(Length, Body, "POST /\0 HTTP/1.1"), 400);
        yield return Closed("%00 in the path", Post(Length, Body, "POST /%00 HTTP/1.1"), 400);
        yield return Open("%2f for a slash", Post(Length, Body, "POST /%2fcloud-init HTTP/1.1"), 404);
        yield return Open("%2f at the end", Post(Length, Body, "POST /cloud-init%2f HTTP/1.1"), 404);
        yield return Open("two slashes", Post(Length, Body, "POST // HTTP/1.1"), 404);
        yield return Closed("a byte that is no UTF-8 in the path", Post(Length, Body, "POST /\u00ff HTTP/1.1"), 400);
        yield return Open("an escape that is no UTF-8 in the path", Post(Length, Body, "POST /%ff HTTP/1.1"), 404);
        yield return Open("a slash in too many bytes", Post(Length, Body, "POST /%c0%afhealthcheck HTTP/1.1"), 404);
        yield return Closed("a header that is no UTF-8", Post(Length + "X-A: \u00ff\u00fe\r\n", Body), 400);
        yield return Closed("NUL in a header", Post(Length + "X-A: a\0b\r\n", Body), 400);
        yield return Closed("HTTP/0.9", "GET /healthcheck\r\n\r\n", 400);
        yield return Closed("HTTP/3.0", "GET /healthcheck HTTP/3.0\r\nHost: x\r\n\r\n", 505);
        yield return Closed("HTTP/2 by its preface", FramePreface);
        yield return Closed(
            "HTTP/2 with a thousand resets",
            FramePreface + string.Concat(Enumerable.Repeat("\0\0\u0001\u0001\u0005\0\0\0\u0001\u0082\0\0\u0004\u0003\0\0\0\0\u0001\0\0\0\u0008", 1000)));
        yield return Open(
            "HTTP/2 by an upgrade",
            "GET /healthcheck HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n", 200);
        yield return Closed("TLS where there is none", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n", 400);

        yield return Closed("a giant header", Post(Length + $"X-A: {new string('a', 1_000_000)}\r\n", Body), 431);
        yield return Closed("headers of 17 KB", Post(Length + string.Concat(Enumerable.Repeat($"X-A: {new string('a', 1024)}\r\n", 17)), Body), 431);
        yield return Closed("65 headers", Post(string.Concat(Enumerable.Repeat("X-A: b\r\n", 61)) + Length, Body), 431);
        yield return Open("64 headers", Post(string.Concat(Enumerable.Repeat("X-A: b\r\n", 60)) + Length, Body), 200);
        yield return Closed("a giant path", Post(Length, Body, $"POST /{new string('a', 5000)} HTTP/1.1"), 414);
        yield return Closed("1 MB of [", Post("Content-Length: 1048576\r\n", new string('[', 1_048_576)), 413);
        yield return Open("as much [ as is read", Post("Content-Length: 114688\r\n", new string('[', 114_688)), 400);
        yield return Open("objects as deep as are read", Post("Content-Length: 114685\r\n", string.Concat(Enumerable.Repeat("{\"a\":", 22_937))), 400);
        yield return Open("a body that is no UTF-8", Post("Content-Length: 20\r\n", "{\"project-id\":\"\u00ff\u00fe\"} "), 400);
        yield return Open("a key twice, the last without a value", Post("Content-Length: 34\r\n", """{"project-id":"p","project-id":""}"""), 400);
        yield return Open("a key twice, the last with a value", Post("Content-Length: 34\r\n", """{"project-id":"","project-id":"p"}"""), 200);
        yield return Closed("a body without its length", Post("", Body + "\r\n" + Smuggled), 400, 400);
        yield return Open("a hundred requests in one go", string.Concat(Enumerable.Repeat(Post(Length, Body), 100)), [.. Enumerable.Repeat(200, 100)]);

        static TestCaseData Closed(string name, string request, params int[] statuses) => new TestCaseData(request, statuses).SetArgDisplayNames(name);

        static TestCaseData Open(string name, string request, params int[] statuses) => Closed(name, request, [.. statuses, 200]);
    }

    [TestCaseSource(nameof(Requests))]
    public async Task Each_request_has_its_answer_and_nothing_is_taken_for_a_request_that_is_none(string request, int[] statuses)
    {
        var answer = await RawExchange.SendAsync(Port, Bytes(request + Last));

        RawExchange.Statuses(answer).Should().Equal(statuses, because: answer);
    }

    [Test]
    public async Task A_stranger_that_is_refused_has_not_its_body_read_beyond_the_limit()
    {
        var answer = await RawExchange.SendAsync(Port, Bytes($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n{new string('a', 1_048_576)}{Smuggled}"));

        RawExchange.Statuses(answer).Should().Equal(401);
    }

    [Test]
    public async Task A_body_that_breaks_off_is_answered_by_nothing_or_an_error(
        [Values("Content-Length: 114688\r\n", "Transfer-Encoding: chunked\r\n")] string length,
        [Values(1, 50_000, 114_000)] int sent,
        [Values] bool isReset)
    {
        var body = (length.StartsWith('C') ? "" : "1c000\r\n") + "{" + new string(' ', sent - 1);

        var answer = await RawExchange.BreakOffAsync(Port, Bytes(Post(length, body)), isReset);

        RawExchange.Statuses(answer).Should().BeSubsetOf([400]);
    }

    [Test]
    public async Task Hundreds_of_bodies_that_break_off_at_the_same_time_leave_the_log_quiet() =>
        await Parallel.ForAsync(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (index, _) =>
            await RawExchange.BreakOffAsync(Port, Bytes(Post("Content-Length: 114688\r\n", "{" + new string(' ', index % 3 * 50_000))), isReset: index % 2 == 0));

    [Test]
    public async Task Whoever_sends_headers_or_a_body_a_byte_at_a_time_is_cut_off()
    {
        var pause = TimeSpan.FromMilliseconds(200);

        var answers = await Task.WhenAll(
            RawExchange.TrickleAsync(Port, $"POST / HTTP/1.1\r\n{Headers}X-A: ", pause),
            RawExchange.TrickleAsync(Port, "P", pause),
            RawExchange.TrickleAsync(Port, Post("Content-Length: 1000\r\n", "{"), pause),
            RawExchange.TrickleAsync(Port, Post(Chunked, "3e8\r\n{"), pause));

        answers.Select(answer => RawExchange.Statuses(answer).Single()).Should().Equal(408, 408, 408, 408);
    }

    [Test]
    public async Task Connections_beyond_the_most_are_closed_at_once_and_others_come_when_one_has_gone()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = noauth
            [server]
            max_connections = 2
            """);
        var port = daemon.Client.BaseAddress!.Port;
        using var first = await OpenAsync(port);
        using var second = await OpenAsync(port);

        (await AskQuietlyAsync(port)).Should().BeEmpty();

        first.Dispose();
        var served = "";
        for (var attempt = 0; attempt < 600 && served.Length == 0; attempt++)
        {
            served = await AskQuietlyAsync(port);
            await Task.Delay(100);
        }

        RawExchange.Statuses(served).Should().Equal(200);
    }

    [Test]
    public void The_limits_are_those_that_the_page_on_security_names()
    {
        var limits = new KestrelServerLimits();

        ListenLimits.Set(limits, 7);

        limits.MaxConcurrentConnections.Should().Be(7);
        limits.MaxRequestLineSize.Should().Be(4096);
        limits.MaxRequestHeadersTotalSize.Should().Be(16_384);
        limits.MaxRequestHeaderCount.Should().Be(64);
        limits.MaxRequestBufferSize.Should().Be(32_768);
        limits.RequestHeadersTimeout.Should().Be(TimeSpan.FromSeconds(10));
        limits.KeepAliveTimeout.Should().Be(TimeSpan.FromSeconds(75));
        limits.MinRequestBodyDataRate!.BytesPerSecond.Should().Be(4096);
        limits.MinRequestBodyDataRate.GracePeriod.Should().Be(TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate!.BytesPerSecond.Should().Be(4096);
        limits.MinResponseDataRate.GracePeriod.Should().Be(TimeSpan.FromSeconds(5));
    }

    private static string Post(string headers, string body, string line = "POST / HTTP/1.1") => $"{line}\r\n{Headers}{headers}\r\n{body}";

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>A connection that the server has taken, since it has answered a request.</summary>
    private static async Task<Socket> OpenAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Bytes(Smuggled));
        var read = new StringBuilder();
        var buffer = new byte[1024];
        while (!read.ToString().EndsWith("OK", StringComparison.Ordinal))
            read.Append(Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        return socket;
    }

    private static async Task<string> AskQuietlyAsync(int port)
    {
        try
        {
            return await RawExchange.SendAsync(port, Bytes(Last));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
