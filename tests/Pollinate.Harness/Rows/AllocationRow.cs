using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>How many bytes a request allocates beyond what the web server allocates for it.</summary>
internal sealed class AllocationRow : IRow
{
    private const int Connections = 16;
    private const int Most = 2048;

    public string Name => "allocation";

    public string What => "bytes allocated for a request, cached token, TestProvider, beyond the floor's";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.GetFullPath(context.Settings.Gauge),
            ["POLLINATE_GAUGE_SOCKET"] = "{folder}/gauge",
        };
        var token = await context.Cloud.IssueNovasTokenAsync(cancellationToken);
        await using var daemon = await context.StartDaemonAsync(
            new() { Providers = "test", Cloud = context.Cloud.Address, Environment = variables }, cancellationToken);
        var answer = await RowContext.AskAsync(daemon, token, Answers.IsOfTest, cancellationToken);
        await using var floor = await context.StartFloorAsync(answer, variables, cancellationToken);
        await CountAsync(daemon.Process, daemon.Port);
        await CountAsync(floor.Process, floor.Port);

        var pairs = await context.InTurnAsync(() => CountAsync(daemon.Process, daemon.Port), () => CountAsync(floor.Process, floor.Port));
        daemon.MustBeUntroubled();
        return new(
            [
                new(
                    Name, "allocated for a request", "B",
                    Spread.Of(pairs.Select(pair => pair.First)), Spread.Of(pairs.Select(pair => pair.Second)), "floor",
                    Spread.Of(pairs.Select(pair => pair.First - pair.Second)), "B more", Target.AtMost(Most)),
            ],
            string.Create(CultureInfo.InvariantCulture, $"Counted exactly over {context.Pace.CountedRequests:N0} requests each time, after as many to warm up."));

        async Task<double> CountAsync(ServerProcess process, int port)
        {
            var request = NovasRequest.Bytes(port, token, NovasRequest.Body());
            var before = await AllocatedAsync(process, cancellationToken);
            var load = await ExactLoad.RunAsync(
                new()
                {
                    Port = port,
                    Requests = context.Pace.CountedRequests,
                    Connections = Connections,
                    Request = _ => request,
                    IsRight = (_, body) => Answers.IsOfTest(body),
                },
                cancellationToken);
            load.MustNotHaveFailed();
            return (await AllocatedAsync(process, cancellationToken) - before) / context.Pace.CountedRequests;
        }
    }

    private static async Task<double> AllocatedAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(process.Folder, "gauge")), cancellationToken);
        var digits = new byte[32];
        var length = 0;
        while (await socket.ReceiveAsync(digits.AsMemory(length), SocketFlags.None, cancellationToken) is var received and > 0)
            length += received;
        return double.Parse(Encoding.ASCII.GetString(digits, 0, length), CultureInfo.InvariantCulture);
    }
}
