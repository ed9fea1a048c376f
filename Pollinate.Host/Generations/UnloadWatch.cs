using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Generations;

/// <summary>
/// Looks whether plugins go out of memory once they are unloaded, which nothing in the runtime promises or tells: one static
/// event that a plugin listens to holds it for ever. Helps by collections that an idle process would not make, and names
/// those that stay. Holds weak references alone. Safe for any thread.
/// </summary>
internal sealed partial class UnloadWatch : IAsyncDisposable
{
    /// <summary>After how long a plugin that is still in memory is named.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>From how many unloaded copies of one plugin on more is said, and louder.</summary>
    public const int Many = 5;

    /// <summary>When, after the unload, is looked; each look makes a few collections at most.</summary>
    private static readonly TimeSpan[] Looks =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), Patience,
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    /// <summary>Later looks leave the collecting to the process.</summary>
    private static readonly TimeSpan LaterLook = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookDistance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RoundDistance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(20);
    private const int IdlePolls = 25;

    // An unload takes a few: the finalizers of one round let go of what the next one collects.
    private const int Rounds = 5;

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _copies;
    private readonly Func<bool> _isIdle;
    private readonly Lock _gate = new();
    private readonly List<UnloadingPlugin> _plugins = [];
    private readonly Channel<bool> _due = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Task _looking;

    /// <param name="copies">The folder with the private copies of plugins: whatever is loaded from there is a plugin's.</param>
    /// <param name="isIdle">Whether no request is under way: the moment to collect.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public UnloadWatch(string copies, Func<bool> isIdle, TimeProvider time, ILogger<UnloadWatch> logger)
    {
        _copies = copies + Path.DirectorySeparatorChar;
        _isIdle = isIdle;
        _time = time;
        _logger = logger;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(_ => _due.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _looking = Task.Run(() => LookAsync(_stop.Token));
        }
    }

    /// <summary>How many unloaded plugins are still in memory.</summary>
    public int Alive
    {
        get
        {
            lock (_gate)
                return _plugins.Count(plugin => plugin.IsAlive);
        }
    }

    /// <summary>How many were unloaded and are not known to have gone.</summary>
    public int Watched
    {
        get
        {
            lock (_gate)
                return _plugins.Count;
        }
    }

    /// <summary>Watches what has just been unloaded.</summary>
    public void Add(int generation, IReadOnlyList<PluginState> plugins)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            _plugins.AddRange(plugins.Select(plugin => new UnloadingPlugin(plugin, generation, now)));
            Schedule();
        }
    }

    /// <summary>Finds what attempts at a generation have left in memory, and watches it, too.</summary>
    /// <param name="used">The plugins of the generations that live.</param>
    public void AddStrays(IEnumerable<PluginState> used)
    {
        List<WeakReference> known = [.. used.Select(plugin => plugin.Trace)];
        lock (_gate)
            known.AddRange(_plugins.Select(plugin => plugin.Plugin.Trace));
        Add(0, FindStrays(known));
    }

    /// <summary>Ends the looking.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _timer.DisposeAsync();
        await _looking;
        _stop.Dispose();
    }

    private static bool IsMain(Assembly assembly) =>
        Path.GetFileName(Path.GetDirectoryName(assembly.Location))?.StartsWith($"{assembly.GetName().Name}-", StringComparison.Ordinal) == true;

    private static TimeSpan LookAt(UnloadingPlugin plugin) =>
        plugin.Looks < Looks.Length ? Looks[plugin.Looks] : Looks[^1] + (LaterLook * (plugin.Looks - Looks.Length + 1));

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _due.Reader.ReadAsync(cancellationToken);
                await LookOnceAsync(cancellationToken);
                lock (_gate)
                    Schedule();
                // What else is due in the meantime is looked at together: collections cost everybody.
                await Task.Delay(LookDistance, _time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops.
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        List<UnloadingPlugin> due;
        bool collects;
        lock (_gate)
        {
            due = _plugins.FindAll(plugin => _time.GetElapsedTime(plugin.UnloadedAt) >= LookAt(plugin));
            collects = due.Exists(plugin => plugin.IsAlive && plugin.Looks < Looks.Length);
            due.ForEach(plugin => plugin.Looks++);
        }

        if (collects)
            await CollectAsync(due, cancellationToken);
        Report();
        if (_logger.IsEnabled(LogLevel.Debug))
            Log.InMemory(_logger, CountInMemory(), Alive);
    }

    private async Task CollectAsync(List<UnloadingPlugin> due, CancellationToken cancellationToken)
    {
        try
        {
            FrameworkCaches.Clear();
        }
        catch (Exception exception)
        {
            Log.SweepFailed(_logger, FailureText.Brief(exception));
        }

        for (var round = 0; round < Rounds && due.Exists(plugin => plugin.IsAlive); round++)
        {
            // A blocking collection is the quickest and stops every thread: only while nobody waits for an answer.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: await IsIdleAsync(cancellationToken), compacting: false);
            // Finalizers have this long; waiting for them could be for ever.
            await Task.Delay(RoundDistance, _time, cancellationToken);
        }
    }

    private async Task<bool> IsIdleAsync(CancellationToken cancellationToken)
    {
        for (var poll = 0; poll < IdlePolls; poll++)
        {
            if (_isIdle())
                return true;
            await Task.Delay(IdlePoll, _time, cancellationToken);
        }

        return false;
    }

    private void Report()
    {
        lock (_gate)
        {
            foreach (var plugin in _plugins.Where(plugin => plugin.IsTold && !plugin.IsAlive))
                Log.Gone(_logger, plugin.Plugin.Name, plugin.Plugin.Content, plugin.Origin, Age(plugin));
            _plugins.RemoveAll(plugin => !plugin.IsAlive);
            foreach (var plugin in _plugins.Where(plugin => !plugin.IsTold && _time.GetElapsedTime(plugin.UnloadedAt) >= Patience))
            {
                plugin.IsTold = true;
                Log.Stays(_logger, plugin.Plugin.Name, plugin.Plugin.Content, plugin.Origin, Age(plugin));
                var copies = _plugins.Count(other => other.IsTold && other.Plugin.Name == plugin.Plugin.Name);
                if (copies >= Many)
                    Log.ManyStay(_logger, copies, plugin.Plugin.Name);
            }
        }
    }

    private int Age(UnloadingPlugin plugin) => (int)_time.GetElapsedTime(plugin.UnloadedAt).TotalSeconds;

    /// <summary>Sets the timer for what is due next. Under the lock.</summary>
    private void Schedule()
    {
        if (_plugins.Count == 0 || _stop.IsCancellationRequested)
            return;
        var next = _plugins.Min(plugin => LookAt(plugin) - _time.GetElapsedTime(plugin.UnloadedAt));
        _timer.Change(next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many copies of each plugin's assembly the runtime holds, in use or not. No inlining: it sees the assemblies.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string CountInMemory() => string.Join(", ", PluginAssemblies()
        .Where(IsMain)
        .GroupBy(assembly => assembly.GetName().Name!, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Count()}"));

    /// <inheritdoc cref="CountInMemory"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private List<PluginState> FindStrays(List<WeakReference> known) =>
    [
        .. PluginAssemblies()
            .Where(assembly => IsMain(assembly) && !known.Exists(trace => ReferenceEquals(trace.Target, assembly)))
            .Select(assembly => new PluginState(assembly.GetName().Name!, $"{assembly.GetName().Version}", "not in force", new(assembly))),
    ];

    private IEnumerable<Assembly> PluginAssemblies() => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => assembly is { IsCollectible: true, IsDynamic: false } && assembly.Location.StartsWith(_copies, StringComparison.Ordinal));

    private static partial class Log
    {
        [LoggerMessage(8121, LogLevel.Warning, "The plugin {Plugin} {Content} of {Origin} is still in memory {Seconds} s after its unload; look in it for handlers of static events such as AppDomain.ProcessExit that are not taken back, threads, timers and waits that ignore cancellation, undisposed registrations, listeners and pinned objects, and serialisers or proxies by reflection (Newtonsoft.Json, XmlSerializer, DispatchProxy).")]
        public static partial void Stays(ILogger logger, string plugin, string content, string origin, int seconds);

        [LoggerMessage(8122, LogLevel.Error, "{Count} unloaded copies of the plugin {Plugin} are in memory, and each reload adds one; restart the daemon to be rid of them, and have the plugin mended.")]
        public static partial void ManyStay(ILogger logger, int count, string plugin);

        [LoggerMessage(8123, LogLevel.Information, "The plugin {Plugin} {Content} of {Origin} has gone out of memory after all, {Seconds} s after its unload.")]
        public static partial void Gone(ILogger logger, string plugin, string content, string origin, int seconds);

        [LoggerMessage(8124, LogLevel.Debug, "Plugins in memory: {Plugins}; of these unloaded: {Unloaded}.")]
        public static partial void InMemory(ILogger logger, string plugins, int unloaded);

        [LoggerMessage(8125, LogLevel.Debug, "The framework's caches can't all be emptied: {Failure}.")]
        public static partial void SweepFailed(ILogger logger, string failure);
    }
}
