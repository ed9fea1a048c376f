using System.Diagnostics;
using System.Net.Sockets;
using Pollinate.Harness.Figures;
using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>How long it takes from the execution to the first answer.</summary>
internal sealed class StartRow : IRow
{
    private const int PollMicroseconds = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "start";

    public string What => "from the execution to the first 200 of /healthcheck, six plugins, no copy of them cached yet";

    public async Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken)
    {
        await context.WarmClientAsync(connections: 1, cancellationToken);
        // What the disks have to be read for is read now, for both.
        await StartDaemonAsync();
        await StartFloorAsync();
        var pairs = await context.InTurnAsync(StartDaemonAsync, StartFloorAsync);
        return new([Figure.OfPairs(Name, "to the first 200", "ms", "floor", pairs, Target.AtMost(2.5))]);

        async Task<double> StartDaemonAsync()
        {
            await using var daemon = RunningDaemon.Execute(
                context.Settings, new() { Providers = DaemonOptions.SixProviders, Cloud = context.Cloud.Address });
            return await AnsweredAfterAsync(daemon.Process, daemon.Port, cancellationToken);
        }

        async Task<double> StartFloorAsync()
        {
            await using var floor = RunningFloor.Execute(context.Settings.Floor, "OK"u8.ToArray(), new Dictionary<string, string>());
            return await AnsweredAfterAsync(floor.Process, floor.Port, cancellationToken);
        }
    }

    private static async Task<double> AnsweredAfterAsync(ServerProcess process, int port, CancellationToken cancellationToken)
    {
        var request = NovasRequest.Get(port, "/healthcheck");
        // Nobody ever writes to it: to wait for that is a sleep that is shorter than those of the timers, on a thread of the pool.
        using var nothing = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        while (Stopwatch.GetElapsedTime(process.Begun) < Patience && !process.HasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var connection = await RawConnection.OpenAsync(port, cancellationToken);
                if (await connection.AskAsync(request, cancellationToken) == 200)
                    return Stopwatch.GetElapsedTime(process.Begun).TotalMilliseconds;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // Not yet.
            }

            nothing.Poll(PollMicroseconds, SelectMode.SelectRead);
        }

        throw new HarnessException($"There was no 200 from port {port} within {Patience.TotalSeconds} s; printed: {string.Join(" | ", process.Lines.TakeLast(10))}");
    }
}
