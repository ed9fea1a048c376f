using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.Harness.Load;

namespace Pollinate.Harness.Tests;

internal sealed class ExactLoadTests
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

    private int _asked;

    [Test]
    public async Task Exactly_so_many_requests_are_sent()
    {
        using var server = Serve(_ => Answer(200, "good"));

        var result = await RunAsync(server, requests: 100, connections: 7);

        result.MustNotHaveFailed();
        _asked.Should().Be(100);
        result.Latencies.Should().HaveCount(100).And.OnlyContain(latency => latency > TimeSpan.Zero && latency <= result.Duration);
        result.Answered.Should().OnlyContain(time => time > TimeSpan.Zero && time <= result.Duration);
    }

    [Test]
    public async Task Other_statuses_and_wrong_bodies_are_failures()
    {
        using var server = Serve(number => number switch { 3 => Answer(503, "good"), 5 => Answer(200, "bad"), _ => Answer(200, "good") });

        var result = await RunAsync(server, requests: 10, connections: 1);

        result.Failed.Should().Be(2);
        result.FirstFailure.Should().Be("status 503: good");
        FluentActions.Invoking(result.MustNotHaveFailed).Should().Throw<HarnessException>().WithMessage("2 of 10 requests failed*");
    }

    [Test]
    public async Task What_a_lost_connection_would_have_asked_has_failed()
    {
        using var server = Serve(number => number == 4 ? null : Answer(200, "good"));

        var result = await RunAsync(server, requests: 10, connections: 1);

        result.Failed.Should().Be(7);
        result.FirstFailure.Should().Contain("closed the connection");
    }

    [Test]
    public async Task An_answer_may_come_in_pieces_and_be_large()
    {
        var body = new string('x', 100_000);
        using var server = Serve(_ => Answer(200, body));

        using var connection = await RawConnection.OpenAsync(PortOf(server), CancellationToken.None);
        (await connection.AskAsync(Request, CancellationToken.None)).Should().Be(200);

        connection.Body.Length.Should().Be(body.Length);
    }

    private static int PortOf(TcpListener server) => ((IPEndPoint)server.LocalEndpoint).Port;

    private static byte[] Answer(int status, string body) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nX-Other: 1\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static Task<LoadResult> RunAsync(TcpListener server, int requests, int connections) => ExactLoad.RunAsync(
        new()
        {
            Port = PortOf(server),
            Requests = requests,
            Connections = connections,
            Request = _ => Request,
            IsRight = (_, body) => body.Span.SequenceEqual("good"u8),
        },
        CancellationToken.None);

    /// <summary>A server that gives each request, numbered from 1, what it is told; null closes the connection.</summary>
    private TcpListener Serve(Func<int, byte[]?> answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(), answer);
        });
        return listener;
    }

    private async Task ServeAsync(TcpClient client, Func<int, byte[]?> answer)
    {
        using (client)
        {
            var stream = client.GetStream();
            var buffer = new byte[Request.Length];
            while (await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length)
            {
                if (answer(Interlocked.Increment(ref _asked)) is not { } bytes)
                    return;
                await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
                await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
            }
        }
    }
}
