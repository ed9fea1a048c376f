using System.Collections.Concurrent;

namespace Pollinate.Host.Tests.Support;

/// <summary>Notes, without holding them, the assemblies that are loaded from below a folder while it lives.</summary>
internal sealed class LoadedAssemblies : IDisposable
{
    private readonly ConcurrentQueue<WeakReference> _loaded = new();
    private readonly string _folder;

    public LoadedAssemblies(string folder)
    {
        _folder = folder;
        AppDomain.CurrentDomain.AssemblyLoad += Note;
    }

    /// <summary>The one that was loaded.</summary>
    public WeakReference Single() => _loaded.Single();

    public void Dispose() => AppDomain.CurrentDomain.AssemblyLoad -= Note;

    private void Note(object? sender, AssemblyLoadEventArgs args)
    {
        if (!args.LoadedAssembly.IsDynamic && args.LoadedAssembly.Location.StartsWith(_folder, StringComparison.Ordinal))
            _loaded.Enqueue(new(args.LoadedAssembly));
    }
}
