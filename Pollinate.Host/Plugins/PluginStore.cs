using Pollinate.Host.Containment;

namespace Pollinate.Host.Plugins;

/// <summary>
/// Private copies of plugin folders, each in a folder named after its content. The daemon loads these copies alone, so that
/// a DLL overwritten in the plugins folder never touches running code. One store belongs to one process: it is locked while
/// the process lives, removed when it ends, and what a killed process left behind is removed by the next start.
/// </summary>
internal sealed class PluginStore : IDisposable
{
    private const string LockFileName = ".lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int CopyAttempts = 3;

    private readonly FileStream _lock;
    private volatile bool _isClosed;

    private PluginStore(string root, FileStream @lock, CrashMarker marker, IReadOnlyList<CrashReport> crashes)
    {
        Root = root;
        _lock = @lock;
        Marker = marker;
        Crashes = crashes;
    }

    /// <summary>The store's folder, absolute.</summary>
    public string Root { get; }

    /// <summary>Counts the calls of providers that are in progress, for the process after this one.</summary>
    public CrashMarker Marker { get; }

    /// <summary>What the markers say that were in the abandoned stores, which are gone now: nobody else can tell it.</summary>
    public IReadOnlyList<CrashReport> Crashes { get; }

    /// <summary>Makes a new store below the cache folder, and removes those that no living process holds.</summary>
    /// <exception cref="PluginException">The folder can't be made or written to.</exception>
    public static PluginStore Open(string cacheDirectory)
    {
        try
        {
            // Absolute once and for all: a plugin may change the working directory.
            cacheDirectory = Path.GetFullPath(cacheDirectory);
            Directory.CreateDirectory(cacheDirectory, OwnerOnly);
            var crashes = RemoveAbandoned(cacheDirectory);
            var root = Path.Combine(cacheDirectory, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
            Directory.CreateDirectory(root, OwnerOnly);
            var @lock = Lock(root, FileMode.CreateNew);
            try
            {
                return new(root, @lock, CrashMarker.Create(root), crashes);
            }
            catch
            {
                TryDelete(root);
                @lock.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginException(
                $"The folder for private copies of plugins, {cacheDirectory}, can't be used: {exception.Message.TrimEnd('.')}; " +
                "set [DEFAULT] plugins_cache_dir to one that the daemon's user can write to.", exception);
        }
    }

    /// <summary>Copies a plugin as it is now.</summary>
    /// <returns>The copy.</returns>
    /// <exception cref="PluginException">The plugin can't be read, the copy can't be written, or the plugin kept changing.</exception>
    public PluginFolder Add(PluginFolder plugin)
    {
        Exception? failure = null;
        for (var attempt = 0; attempt < CopyAttempts; attempt++)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var draft = Path.Combine(Root, $".draft-{Guid.NewGuid():N}");
            try
            {
                CopyFolder(plugin.Path, draft, []);
                var hash = PluginDigest.Of(draft);
                if (PluginDigest.Of(plugin.Path) == hash)
                    return Keep(draft, plugin.Name, hash);
                failure = null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A file that was renamed while the folder was read is as good a reason to look again as other content.
                failure = exception;
            }

            TryDelete(draft);
        }

        throw failure is null
            ? new PluginException(
                $"The plugin '{plugin.Name}' in {plugin.Path} changes while it is read; try again when it has been copied.")
            : new PluginException(
                $"The plugin '{plugin.Name}' can't be copied from {plugin.Path} to {Root}: {failure.Message.TrimEnd('.')}; " +
                "the daemon's user needs to read the one and to write to the other.", failure);
    }

    /// <summary>
    /// Removes every copy but those named. Files that are still mapped into memory stay usable until they are let go. Not
    /// while a copy is added.
    /// </summary>
    /// <param name="used">The folders of the copies to keep.</param>
    /// <returns>How many went.</returns>
    public int RemoveUnused(IEnumerable<string> used)
    {
        var kept = used.ToHashSet(StringComparer.Ordinal);
        var unused = Directory.EnumerateDirectories(Root).Where(folder => !kept.Contains(folder)).ToList();
        unused.ForEach(TryDelete);
        return unused.Count;
    }

    public void Dispose()
    {
        _isClosed = true;
        // The copies first: once the lock is free another process may remove what is left.
        TryDelete(Root);
        _lock.Dispose();
    }

    private PluginFolder Keep(string draft, string name, string hash)
    {
        // The assembly must keep its name: the loader finds .deps.json and resources by it.
        var kept = Path.Combine(Root, $"{name}-{hash}");
        if (Directory.Exists(kept))
            Directory.Delete(draft, recursive: true);
        else
            Directory.Move(draft, kept);
        return new(name, kept);
    }

    private static List<CrashReport> RemoveAbandoned(string cacheDirectory)
    {
        var crashes = new List<CrashReport>();
        foreach (var store in Directory.EnumerateDirectories(cacheDirectory))
        {
            var lockFile = Path.Combine(store, LockFileName);
            if (!File.Exists(lockFile))
                continue;
            try
            {
                using (Lock(store, FileMode.Open))
                {
                    if (CrashMarker.Read(store) is { } crash)
                        crashes.Add(crash);
                    TryDelete(store);
                }
            }
            catch (IOException)
            {
                // Another daemon on this host holds it.
            }
        }

        return crashes;
    }

    private static FileStream Lock(string store, FileMode mode) =>
        new(Path.Combine(store, LockFileName), mode, FileAccess.ReadWrite, FileShare.None);

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }

    private static void CopyFolder(string from, string to, IReadOnlyList<string> above)
    {
        var real = Directory.ResolveLinkTarget(from, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(from);
        if (above.Contains(real, StringComparer.Ordinal))
            throw new IOException($"{from} links to a folder that it is in");
        Directory.CreateDirectory(to, OwnerOnly);
        foreach (var file in Directory.EnumerateFiles(from))
            CopyFile(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)), [.. above, real]);
    }

    private static void CopyFile(string from, string to)
    {
        try
        {
            File.Copy(from, to);
        }
        catch (IOException exception) when (!exception.Message.Contains(from, StringComparison.Ordinal))
        {
            throw new IOException($"{from}: {exception.Message}", exception);
        }
    }
}
