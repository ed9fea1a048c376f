using System.Threading.Channels;

namespace Pollinate.Host.Generations;

/// <summary>
/// What has been asked of the <see cref="Reloader"/> and is not yet begun. However often it is asked for while it waits, it is
/// done once. Safe for any thread, a signal's among them.
/// </summary>
internal sealed class ReloadRequests
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    private int _waiting;

    public void Add(ReloadCauses causes)
    {
        Interlocked.Or(ref _waiting, (int)causes);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Waits for something to do.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<ReloadCauses> TakeAsync(CancellationToken cancellationToken)
    {
        await _wake.Reader.ReadAsync(cancellationToken);
        return (ReloadCauses)Interlocked.Exchange(ref _waiting, 0);
    }
}
