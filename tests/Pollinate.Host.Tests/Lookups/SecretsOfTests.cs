using Pollinate.Host.Secrets;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>A store of one secret.</summary>
internal sealed class SecretsOfTests : ISecretStore
{
    private int _reads;

    public int Reads => _reads;

    public Exception? Failure { get; set; }

    public Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Failure is null
            ? Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["KEY"] = "value" })
            : Task.FromException<IReadOnlyDictionary<string, string>>(Failure);
    }
}
