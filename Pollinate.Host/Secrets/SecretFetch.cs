namespace Pollinate.Host.Secrets;

/// <summary>One attempt to read the secrets, which all who need them meanwhile wait for.</summary>
/// <param name="begun">When it began.</param>
internal sealed class SecretFetch(long begun)
{
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, string>> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Begun { get; } = begun;

    /// <summary>The secrets to serve: those read, or the last ones when they may stand in.</summary>
    public Task<IReadOnlyDictionary<string, string>> Outcome => _outcome.Task;

    public void Succeed(IReadOnlyDictionary<string, string> secrets) => _outcome.SetResult(secrets);

    public void Fail(SecretStoreException failure)
    {
        _outcome.SetException(failure);
        // Nobody may be waiting, which is no fault.
        _ = _outcome.Task.Exception;
    }
}
