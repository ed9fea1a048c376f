using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Generations;
using Pollinate.Host.Hosting;
using Pollinate.Host.Permissions;

namespace Pollinate.Host.Commands;

/// <summary>A generation as the daemon makes it, without a daemon around it: nothing listens, nothing is logged to its file.</summary>
internal sealed class CommandGeneration : IAsyncDisposable
{
    /// <summary>What a start takes beside the providers' own time.</summary>
    private static readonly TimeSpan Overhead = TimeSpan.FromSeconds(10);

    /// <summary>What a start that is under way takes at most when no plugin holds it up.</summary>
    private static readonly TimeSpan GiveUpTime = TimeSpan.FromSeconds(3);

    /// <summary>How long the providers may take to be disposed.</summary>
    private static readonly TimeSpan DisposeTime = TimeSpan.FromSeconds(10);

    private readonly ILoggerFactory _loggers;
    private readonly CommandStore _store;
    private readonly ProviderThreads _threads;
    private readonly PluginExceptionWatch _watch;

    private CommandGeneration(
        Generation generation, CommandStore store, ProviderThreads threads, PluginExceptionWatch watch, ILoggerFactory loggers)
    {
        _watch = watch;
        Generation = generation;
        _store = store;
        _threads = threads;
        _loggers = loggers;
    }

    /// <summary>The generation.</summary>
    public Generation Generation { get; }

    /// <param name="configuration">What to make it of.</param>
    /// <param name="streams">Where warnings go.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <exception cref="StartException">Something stands against serving, or a plugin never returns; it holds every reason.</exception>
    /// <exception cref="CommandException">There is no folder for private copies.</exception>
    public static Task<CommandGeneration> MakeAsync(
        DaemonConfiguration configuration, CommandStreams streams, CancellationToken cancellationToken) =>
        MakeAsync(configuration, streams, CommandLog.ToFactory, cancellationToken);

    /// <inheritdoc cref="MakeAsync(DaemonConfiguration, CommandStreams, CancellationToken)"/>
    /// <param name="configuration">What to make it of.</param>
    /// <param name="streams">Where warnings go.</param>
    /// <param name="log">Makes the log.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    public static async Task<CommandGeneration> MakeAsync(
        DaemonConfiguration configuration, CommandStreams streams, Func<CommandStreams, bool, ILoggerFactory> log, CancellationToken cancellationToken)
    {
        // Before anything is opened that it names.
        FilePermissions.Find(configuration).DemandPlaces();
        var defaults = configuration.Snapshot.Bind<DefaultOptions>();
        var loggers = log(streams, defaults.Debug);
        var store = CommandStore.Open(defaults, Environment.GetEnvironmentVariable);
        var threads = ProviderThreads.OfProcess();
        var watch = new PluginExceptionWatch(store.Plugins, [], loggers.CreateLogger<PluginExceptionWatch>()).Start();
        var limit = Limit(defaults);
        var factory = new GenerationFactory(
            loggers, store.Plugins, threads, new(loggers.CreateLogger<ProcessGuard>()), streams.Redactor, new(), TimeProvider.System);
        // A thread of its own: code of a plugin that never returns must not keep the command.
        var making = Task.Factory.StartNew(
            () => factory.MakeAsync(configuration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            return new(await making.WaitAsync(limit, TimeProvider.System, cancellationToken), store, threads, watch, loggers);
        }
        catch (Exception exception)
        {
            await GiveUpAsync(making);
            threads.Dispose();
            watch.Dispose();
            store.Dispose();
            loggers.Dispose();
            if (exception is not TimeoutException)
                throw;
            throw new StartException(
                [$"The providers did not all come up within {limit.TotalSeconds:0.#} s: one of {string.Join(", ", defaults.Providers)} never returns from its constructor or check; take it out of [DEFAULT] providers."]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.Run(() => Generation.DisposeAsync().AsTask()).WaitAsync(DisposeTime, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // The process ends all the same.
        }

        _threads.Dispose();
        _watch.Dispose();
        _store.Dispose();
        _loggers.Dispose();
    }

    /// <summary>Leaves a moment to an attempt that nobody waits for any longer, so that it copies nothing once the copies are gone.</summary>
    private static async Task GiveUpAsync(Task<Generation> making)
    {
        try
        {
            await using var generation = await making.WaitAsync(GiveUpTime, TimeProvider.System);
        }
        catch (Exception)
        {
            // Why there is no generation is known, and said.
        }
    }

    /// <summary>The providers come up one after the other, each constructed and then checked.</summary>
    private static TimeSpan Limit(DefaultOptions defaults) => (defaults.ProviderStartTimeout ?? DefaultStartTimeout) switch
    {
        0 => Timeout.InfiniteTimeSpan,
        var seconds => TimeSpan.FromSeconds(2 * seconds * defaults.Providers.Count) + Overhead,
    };

    private static double DefaultStartTimeout => new DefaultOptions().ProviderStartTimeout!.Value;
}
