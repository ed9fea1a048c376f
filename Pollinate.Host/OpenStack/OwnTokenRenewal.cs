namespace Pollinate.Host.OpenStack;

/// <summary>One attempt to get a token, which all who need it meanwhile wait for.</summary>
/// <param name="begun">When it began.</param>
internal sealed class OwnTokenRenewal(long begun)
{
    private readonly TaskCompletionSource<OwnToken> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Begun { get; } = begun;

    public Task<OwnToken> Outcome => _outcome.Task;

    public void Succeed(OwnToken token) => _outcome.SetResult(token);

    public void Fail(Exception failure)
    {
        _outcome.SetException(failure);
        // Nobody may be waiting, which is no fault.
        _ = _outcome.Task.Exception;
    }
}
