using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Leaks;

namespace Pollinate.Host.Tests.Redaction;

/// <summary>Requests that hold a secret where none belongs, and all the debug lines of the server and its libraries.</summary>
internal sealed class RequestLeakTests
{
    private const string Chunked = "Host: a\r\nConnection: close\r\nX-Identity-Status: Confirmed\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static readonly string Token = Marks.NewPlain("the caller's token");

    private static IEnumerable<TestCaseData> Requests()
    {
        yield return Case("in the query", $"POST /?token={Token} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        yield return Case("in the query of the health", $"GET /healthcheck?token={Token} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        yield return Case("in a header without a colon", $"POST / HTTP/1.1\r\nHost: a\r\nX-Auth-Token {Token}\r\n\r\n");
        yield return Case("in a header with a blank name", $"POST / HTTP/1.1\r\nHost: a\r\nX Auth Token: {Token}\r\n\r\n");
        yield return Case("in the length", $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Token}\r\n\r\n");
        yield return Case("in the host", $"POST / HTTP/1.1\r\nHost: a b{Token}\r\n\r\n");
        yield return Case("in the version", $"POST / {Token}\r\nHost: a\r\n\r\n");
        yield return Case("in the target", $"POST {Token} HTTP/1.1\r\nHost: a\r\n\r\n");
        yield return Case("as the transfer coding", $"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {Token}\r\n\r\n");
        yield return Case("as the size of a chunk", $"POST / HTTP/1.1\r\n{Chunked}{Token}\r\n");
        yield return Case("in a trailer without a colon", $"POST / HTTP/1.1\r\n{Chunked}2\r\n{{}}\r\n0\r\nX-Auth-Token {Token}\r\n\r\n");
        yield return Case("in a body that is no JSON", $"POST / HTTP/1.1\r\n{Chunked}20\r\n{{\"project-id\": {Token[..18]}\r\n0\r\n\r\n");
        yield return Case("as the project", $"POST / HTTP/1.1\r\n{Chunked}32\r\n{{\"project-id\": [\"{Token}\"], \"b\": 11}}\r\n0\r\n\r\n");
        yield return Case("as the type of the body", $"POST / HTTP/1.1\r\n{Chunked.Replace("application/json", Token)}2\r\n{{}}\r\n0\r\n\r\n");
        yield return Case("as the request's id", $"POST / HTTP/1.1\r\nX-Openstack-Request-Id: req-{Token}\r\n{Chunked}2\r\n{{}}\r\n0\r\n\r\n");
        yield return Case("as the method", $"{Token} / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        static TestCaseData Case(string where, string request) => new TestCaseData(request).SetArgDisplayNames(where);
    }

    [TestCaseSource(nameof(Requests))]
    public async Task A_secret_in_a_request_is_in_no_debug_line_and_in_no_error(string request)
    {
        await using var daemon = await RunningDaemon.StartAsync("[DEFAULT]\ndebug = true\ndefault_log_levels = Microsoft=DEBUG,System=DEBUG\nauth_strategy = noauth\n");

        var answer = await RawHttp.SendAsync(daemon.Client.BaseAddress!.ToString(), request);
        await daemon.Client.GetAsync("/healthcheck");

        answer.Should().StartWith("HTTP/1.1 ");
        await Eventually.TrueAsync(() => daemon.Log.Contains("GET /healthcheck is answered 200.", StringComparison.Ordinal));
        daemon.Log.Should().Contain("DEBUG Microsoft.AspNetCore.Server.Kestrel", "the libraries' debug lines are among what is searched");
        var search = new LeakSearch([new(Token, "the caller's token")]);
        search.Find(daemon.Log).Should().BeEmpty();
        search.Find(answer).Should().BeEmpty();
    }
}
