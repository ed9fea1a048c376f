using System.Collections.Concurrent;
using Pollinate.Host.Containment;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Tests.Containment;

/// <summary>Keeps what it is told of plugins' failures.</summary>
internal sealed class FailuresOfTests : IPluginFailures
{
    private readonly ConcurrentQueue<(string Plugin, string Failure)> _all = new();

    public IReadOnlyList<(string Plugin, string Failure)> All => [.. _all];

    public void Report(PluginOrigin plugin, string failure) => _all.Enqueue((plugin.Folder.Name, failure));
}
