namespace Pollinate.Host.Secrets.Files;

/// <summary>Secrets on disk, off the request's thread: a network file system may take its time.</summary>
/// <param name="read">Reads them.</param>
internal sealed class FileSecretSource(Func<IReadOnlyDictionary<string, string>> read) : ISecretSource
{
    public Task<IReadOnlyDictionary<string, string>> FetchAsync(CancellationToken cancellationToken) =>
        Task.Run(read, cancellationToken);
}
