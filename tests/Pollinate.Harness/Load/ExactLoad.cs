using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Pollinate.Harness.Load;

/// <summary>Sends exactly so many requests, which wrk can't, over connections that ask again as soon as they are answered.</summary>
internal sealed class ExactLoad
{
    private const int MostOfBody = 300;

    private readonly LoadPlan _plan;
    private readonly TimeSpan[] _latencies;
    private readonly TimeSpan[] _answered;
    private long _begun;
    private int _next = -1;
    private int _failed;
    private string? _firstFailure;

    private ExactLoad(LoadPlan plan)
    {
        _plan = plan;
        _latencies = new TimeSpan[plan.Requests];
        _answered = new TimeSpan[plan.Requests];
    }

    public static async Task<LoadResult> RunAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        var load = new ExactLoad(plan);
        var connections = new List<RawConnection>();
        try
        {
            for (var number = 0; number < plan.Connections; number++)
                connections.Add(await RawConnection.OpenAsync(plan.Port, cancellationToken));
            load._begun = Stopwatch.GetTimestamp();
            await Task.WhenAll(connections.Select(connection => Task.Run(() => load.AskAsync(connection, cancellationToken), cancellationToken)));
            return new(Stopwatch.GetElapsedTime(load._begun), load._latencies, load._answered, load._failed, load._firstFailure);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private async Task AskAsync(RawConnection connection, CancellationToken cancellationToken)
    {
        var lost = false;
        while (Interlocked.Increment(ref _next) is var number && number < _plan.Requests)
        {
            var sent = Stopwatch.GetTimestamp();
            try
            {
                if (lost)
                    throw new IOException("The connection was lost with an earlier request.");
                var status = await connection.AskAsync(_plan.Request(number), cancellationToken);
                if (status != 200 || !_plan.IsRight(number, connection.Body))
                    Fail($"status {status}: {Start(connection.Body.Span)}");
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                lost = true;
                Fail(exception.Message);
            }

            _latencies[number] = Stopwatch.GetElapsedTime(sent);
            _answered[number] = Stopwatch.GetElapsedTime(_begun);
        }
    }

    private void Fail(string failure)
    {
        Interlocked.Increment(ref _failed);
        Interlocked.CompareExchange(ref _firstFailure, failure, null);
    }

    private static string Start(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostOfBody)]);
}
