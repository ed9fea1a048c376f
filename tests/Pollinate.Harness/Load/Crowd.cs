using System.Net.Sockets;

namespace Pollinate.Harness.Load;

/// <summary>
/// Connections that only hold a server up: some idle after an answer, some that stopped in the middle of a request, half of
/// those in its headers and half in its body. What the server closes, comes back at once.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<RawConnection> _idle = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _stalled = [];

    private Crowd()
    {
    }

    /// <param name="port">The server.</param>
    /// <param name="request">A whole request.</param>
    /// <param name="idle">How many connections idle.</param>
    /// <param name="stalled">How many have stopped in the middle of a request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Crowd> GatherAsync(int port, byte[] request, int idle, int stalled, CancellationToken cancellationToken)
    {
        var crowd = new Crowd();
        try
        {
            for (var number = 0; number < idle; number++)
            {
                var connection = await RawConnection.OpenAsync(port, cancellationToken);
                crowd._idle.Add(connection);
                await connection.AskAsync(NovasRequest.Get(port, "/healthcheck"), cancellationToken);
            }

            var body = request.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
            for (var number = 0; number < stalled; number++)
            {
                var part = number % 2 == 0 ? request.AsMemory(0, body / 2) : request.AsMemory(0, (body + request.Length) / 2);
                var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                crowd._stalled.Add(Task.Run(() => StallAsync(port, part, begun, crowd._stop.Token), CancellationToken.None));
                await begun.Task.WaitAsync(cancellationToken);
            }

            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_stalled);
        _idle.ForEach(connection => connection.Dispose());
        _stop.Dispose();
    }

    private static async Task StallAsync(int port, ReadOnlyMemory<byte> part, TaskCompletionSource begun, CancellationToken stop)
    {
        var answer = new byte[4096];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("127.0.0.1", port, stop);
                await socket.SendAsync(part, SocketFlags.None, stop);
                begun.TrySetResult();
                // The server ends it when its patience does: an answer that says so, or nothing more.
                while (await socket.ReceiveAsync(answer, SocketFlags.None, stop) > 0)
                {
                }
            }
            catch (SocketException exception)
            {
                begun.TrySetException(exception);
                await Task.Delay(Pause, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                begun.TrySetCanceled(CancellationToken.None);
            }
        }
    }
}
