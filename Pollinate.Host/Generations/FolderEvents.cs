namespace Pollinate.Host.Generations;

/// <summary>
/// The file system's events of plugin folders. They only make a change noticed sooner: links, network file systems and spent
/// limits keep them away, so whoever uses them looks by itself as well. For one thread at a time.
/// </summary>
/// <param name="changed">Called for each event, on any thread.</param>
/// <param name="logger">The log.</param>
/// <param name="open">Opens the watcher of a folder; null for the system's own.</param>
internal sealed partial class FolderEvents(Action changed, ILogger logger, Func<string, FileSystemWatcher>? open = null) : IDisposable
{
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);
    private volatile string? _failure;
    private bool _isTold;

    /// <summary>Follows these folders and no others; one that is missing is followed once it is there.</summary>
    public void Follow(IReadOnlyList<string> directories)
    {
        foreach (var gone in _watchers.Keys.Where(path => _failure is not null || !directories.Contains(path) || !Directory.Exists(path)).ToList())
        {
            _watchers[gone].Dispose();
            _watchers.Remove(gone);
        }

        foreach (var added in directories.Where(path => _failure is null && !_watchers.ContainsKey(path) && Directory.Exists(path)))
            Add(added);
        if (_failure is { } failure && !_isTold)
        {
            _isTold = true;
            Log.NoEvents(logger, failure.TrimEnd('.'));
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers.Values)
            watcher.Dispose();
        _watchers.Clear();
    }

    private void Add(string directory)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = open is null ? new(directory) : open(directory);
            watcher.IncludeSubdirectories = true;
            watcher.NotifyFilter = NotifyFilters.DirectoryName | NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.Attributes;
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.Error += (_, error) => _failure = error.GetException().Message;
            watcher.EnableRaisingEvents = true;
            _watchers[directory] = watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            watcher?.Dispose();
            // Gone between two looks is no failure.
            if (Directory.Exists(directory))
                _failure = exception.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8131, LogLevel.Warning, "The system gives no events of the plugin folders ({Reason}); changes are found by looking each second alone.")]
        public static partial void NoEvents(ILogger logger, string reason);
    }
}
