using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Listening;
using Pollinate.Host.Systemd;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Generations;

/// <summary>
/// Makes a new generation beside the one in force whenever it is asked to, puts it in force when it is sound, and ends the
/// old one. Whatever is wrong with the new one, the old one stays and the log says why. One reload at a time; off the request
/// path. Ends every generation when it is disposed.
/// </summary>
internal sealed partial class Reloader : IAsyncDisposable
{
    /// <summary>How long a reload that is under way may go on when the daemon stops.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    /// <summary>How long requests may go on once the server has stopped: nobody waits for them any longer.</summary>
    private static readonly TimeSpan StopDrainTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AttemptDistance = TimeSpan.FromMilliseconds(300);
    private const int Attempts = 3;

    private readonly ConfigurationArguments _arguments;
    private readonly ConfigurationSnapshot _started;
    private readonly Listener _listener;
    private readonly CurrentGeneration _current;
    private readonly GenerationFactory _factory;
    private readonly PluginStore _store;
    private readonly ReloadRequests _requests;
    private readonly ServiceState _state;
    private readonly PluginWatch _watch;
    private readonly UnloadWatch _unloads;
    private readonly Retirement _retirement;
    private readonly Func<Generation, CancellationToken, Task> _warmUp;
    private readonly Action<ConfigurationSnapshot> _read;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reloading;

    /// <summary>Begins to listen to requests.</summary>
    /// <param name="arguments">Which configuration to read.</param>
    /// <param name="configuration">What the generation in force was made of, and the process lives with.</param>
    /// <param name="listener">Where the process listens, whatever is read later.</param>
    /// <param name="current">The generation in force.</param>
    /// <param name="factory">Makes the others.</param>
    /// <param name="store">The private copies of plugins.</param>
    /// <param name="requests">What is asked for.</param>
    /// <param name="history">Told how the reloads go.</param>
    /// <param name="state">Told when a reload begins, and what has come of it.</param>
    /// <param name="loggers">The process's log.</param>
    /// <param name="warmUp">Warms up a generation before it is in force, where the configuration wants that.</param>
    /// <param name="read">Is told of each configuration that comes into force, before anything is logged of it.</param>
    /// <param name="time">The clock.</param>
    public Reloader(
        ConfigurationArguments arguments,
        DaemonConfiguration configuration,
        Listener listener,
        CurrentGeneration current,
        GenerationFactory factory,
        PluginStore store,
        ReloadRequests requests,
        ReloadHistory history,
        ServiceState state,
        ILoggerFactory loggers,
        Func<Generation, CancellationToken, Task> warmUp,
        Action<ConfigurationSnapshot> read,
        TimeProvider time)
    {
        History = history;
        _arguments = arguments;
        _started = configuration.Snapshot;
        _listener = listener;
        LastRead = configuration.Snapshot;
        _current = current;
        _factory = factory;
        _store = store;
        _requests = requests;
        _warmUp = warmUp;
        _read = read;
        _state = state;
        _time = time;
        _logger = loggers.CreateLogger<Reloader>();
        _unloads = new(store.Root, () => current.Value.RequestsInside == 0, time, loggers.CreateLogger<UnloadWatch>());
        _retirement = new(_unloads, () => requests.Add(ReloadCauses.Retirement), time, loggers.CreateLogger<Retirement>());
        _watch = new(() => requests.Add(ReloadCauses.Change), time, loggers.CreateLogger<PluginWatch>());
        Follow(configuration);
        // Nothing of whoever starts it flows into what plugins see.
        using (ExecutionContext.SuppressFlow())
            _reloading = Task.Run(() => ServeRequestsAsync(_stop.Token));
    }

    /// <summary>How the reloads went.</summary>
    public ReloadHistory History { get; }

    /// <summary>The generations that are no longer in force and have not ended.</summary>
    public IEnumerable<Generation> Retiring => _retirement.UnderWay;

    /// <summary>What has become of the plugins of generations that were replaced.</summary>
    public UnloadWatch Unloads => _unloads;

    private ConfigurationSnapshot LastRead { get; set; }

    /// <summary>Lets a reload that is under way end, and then every generation. The server must have stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.DisposeAsync();
        try
        {
            await _reloading.WaitAsync(StopTime, _time);
        }
        catch (TimeoutException)
        {
            Log.ReloadHangs(_logger);
        }

        _retirement.Begin(_current.Value);
        await _retirement.EndAsync(StopDrainTime);
        await _unloads.DisposeAsync();
        _retirement.Dispose();
        _stop.Dispose();
    }

    private async Task ServeRequestsAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var causes = await _requests.TakeAsync(cancellationToken);
                if ((causes & (ReloadCauses.Signal | ReloadCauses.Change)) != 0)
                {
                    Log.Reloading(_logger, Describe(causes));
                    _state.BeginReload();
                    _state.EndReload(await ReloadAsync(Describe(causes), cancellationToken));
                }

                // Here and nowhere else: nobody adds a copy meanwhile.
                RemoveUnusedCopies();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    private static string Describe(ReloadCauses causes) =>
        causes.HasFlag(ReloadCauses.Signal) ? "SIGHUP asks for it" : "plugins have changed";

    /// <returns>Why nothing has come of it, the first reason; null when something has.</returns>
    private async Task<string?> ReloadAsync(string cause, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> errors;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await TryReloadAsync(cause, cancellationToken) is not { } unsteady)
                    return null;
                errors = [$"The plugin '{unsteady.Name}' in {unsteady.Path} changes while it is read; reload again when it has been copied."];
                if (attempt == Attempts)
                    break;
                await Task.Delay(AttemptDistance, _time, cancellationToken);
            }
        }
        catch (ConfigurationException exception)
        {
            errors = exception.Errors;
        }
        catch (StartException exception)
        {
            errors = exception.Errors;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            errors = [FailureText.Full(exception)];
        }

        foreach (var error in errors)
            Log.Failed(_logger, error);
        History.Failed(cause, errors);
        Log.OldStays(_logger, _current.Value.Number, _current.Value.Pipeline.Entries.Count);
        _unloads.AddStrays(Living().SelectMany(generation => generation.Plugins));
        return errors[0];
    }

    /// <returns>Null, or the plugin that has changed since its metadata was read, and nothing has changed then.</returns>
    /// <exception cref="ConfigurationException">The configuration can't be used.</exception>
    /// <exception cref="StartException">The generation can't serve.</exception>
    private async Task<PluginFolder?> TryReloadAsync(string cause, CancellationToken cancellationToken)
    {
        _watch.BeginTry();
        // On a thread of its own: files are read and copied and code compiled, and the pool's threads have requests to serve.
        var (configuration, generation) = await Task.Factory.StartNew(
            () => MakeAsync(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        if (cancellationToken.IsCancellationRequested)
        {
            _retirement.Begin(generation);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (Unsteady(configuration, generation) is { } unsteady)
        {
            _retirement.Begin(generation);
            return unsteady;
        }

        Use(cause, configuration, generation);
        return null;
    }

    private async Task<(DaemonConfiguration, Generation)> MakeAsync(CancellationToken cancellationToken)
    {
        var configuration = DaemonConfiguration.Load(_arguments);
        if (ListenChecks.UnauthenticatedListener(configuration.Snapshot, _listener.EndPoints) is { } problem)
            throw new StartException([problem]);
        var generation = await _factory.MakeAsync(configuration, _current.Value);
        if (configuration.Snapshot.Bind<DefaultOptions>().WarmUp)
            await _warmUp(generation, cancellationToken);
        return (configuration, generation);
    }

    /// <summary>A plugin whose copy may be another than the one that its metadata were read of.</summary>
    private static PluginFolder? Unsteady(DaemonConfiguration configuration, Generation generation)
    {
        var now = PluginsPrint.Take(configuration.Catalog.Searched);
        return generation.Pipeline.Plugins.Select(plugin => plugin.Folder)
            .FirstOrDefault(folder => !now.IsSame(configuration.Print, folder.Path));
    }

    private void Use(string cause, DaemonConfiguration configuration, Generation generation)
    {
        var needRestart = RestartOptions.Find(_started, LastRead, configuration.Snapshot);
        LastRead = configuration.Snapshot;
        _read(configuration.Snapshot);
        if (needRestart.Count > 0)
            Log.NeedsRestart(_logger, string.Join(", ", needRestart));

        // Whoever mends what a caller was refused for asks for a reload, and must not have to wait for the token's time.
        generation.Stores.Cloud.Tokens.ForgetRefused();
        var old = _current.Use(generation)!;
        var changes = GenerationChanges.Describe(old, generation);
        Log.Reloaded(_logger, generation.Number, generation.Pipeline.Entries.Count, changes);
        History.Succeeded(cause, changes);
        _retirement.Begin(old);
        Follow(configuration);
    }

    private void Follow(DaemonConfiguration configuration) => _watch.Follow(
        configuration.Catalog.Searched, configuration.Snapshot.Bind<DefaultOptions>().PluginsWatch, configuration.Print);

    private IEnumerable<Generation> Living() => _retirement.UnderWay.Append(_current.Value);

    private void RemoveUnusedCopies()
    {
        try
        {
            var removed = _store.RemoveUnused(Living().SelectMany(generation => generation.Pipeline.Plugins).Select(plugin => plugin.Copy.Path));
            if (removed > 0)
                Log.CopiesRemoved(_logger, removed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.CopiesStay(_logger, _store.Root, exception.Message.TrimEnd('.'));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Information, "Reloaded: generation {Number} with {Count} providers ({Changes}).")]
        public static partial void Reloaded(ILogger logger, int number, int count, string changes);

        [LoggerMessage(8102, LogLevel.Information, "Reloading: {Cause}.")]
        public static partial void Reloading(ILogger logger, string cause);

        [LoggerMessage(8103, LogLevel.Error, "The reload failed: {Error}")]
        public static partial void Failed(ILogger logger, string error);

        [LoggerMessage(8104, LogLevel.Error, "Generation {Number} stays in force with {Count} providers, as if nothing had been reloaded.")]
        public static partial void OldStays(ILogger logger, int number, int count);

        [LoggerMessage(8105, LogLevel.Warning, "What was read of {Options} counts from the next restart on; until then what the daemon was started with does.")]
        public static partial void NeedsRestart(ILogger logger, string options);

        [LoggerMessage(8106, LogLevel.Warning, "The daemon stops although a reload is still under way; it is left behind.")]
        public static partial void ReloadHangs(ILogger logger);

        [LoggerMessage(8107, LogLevel.Debug, "{Count} private copies of plugins that nothing uses any longer are removed.")]
        public static partial void CopiesRemoved(ILogger logger, int count);

        [LoggerMessage(8108, LogLevel.Warning, "Private copies of plugins in {Folder} can't be removed: {Reason}; they go with the daemon.")]
        public static partial void CopiesStay(ILogger logger, string folder, string reason);
    }
}
