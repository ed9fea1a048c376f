using Microsoft.Extensions.Logging;
using Pollinate.Host.Generations;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Generations;

/// <summary>A plugins folder under a <see cref="PluginWatch"/>, which has seen it as it is.</summary>
internal sealed class WatchedFolder : IAsyncDisposable
{
    private readonly PluginWatch _watch;
    private int _told;

    /// <param name="usesEvents">Whether the watch asks the file system for events.</param>
    /// <param name="time">The clock.</param>
    /// <param name="directory">The folder, below a folder of the test's own.</param>
    public WatchedFolder(bool usesEvents, TimeProvider time, string directory = "plugins")
    {
        Directory = Folder.Combine(directory);
        Plugin = new(Directory);
        Plugin.CopyOver(1);
        _watch = new(() => Interlocked.Increment(ref _told), time, Log.ToFactory().CreateLogger<PluginWatch>(), usesEvents);
    }

    public TemporaryFolder Folder { get; } = new();

    public string Directory { get; }

    public VersionedPlugin Plugin { get; }

    public CollectedLog Log { get; } = new();

    /// <summary>How often a change has been told.</summary>
    public int Told => Volatile.Read(ref _told);

    /// <summary>Begins to watch; what is there by now is no change.</summary>
    public void Begin() => _watch.Follow([Directory], isOn: true, PluginsPrint.Take([Directory]));

    /// <summary>Ends the watching, but for the asking.</summary>
    public void Pause() => _watch.Follow([Directory], isOn: false, PluginsPrint.Take([Directory]));

    /// <summary>Waits until one more change is told.</summary>
    public async Task ChangeAsync(Action change)
    {
        var before = Told;
        change();
        await Eventually.TrueAsync(() => Told > before);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        Folder.Dispose();
    }
}
