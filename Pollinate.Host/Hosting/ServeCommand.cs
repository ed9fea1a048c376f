using Pollinate.Host.Admin;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Generations;
using Pollinate.Host.Http;
using Pollinate.Host.Listening;
using Pollinate.Host.Logging;
using Pollinate.Host.Permissions;
using Pollinate.Host.Plugins;
using Pollinate.Host.Redaction;
using Pollinate.Host.Stopping;
using Pollinate.Host.Systemd;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Hosting;

/// <summary>Serves until it is told to stop. Whatever stands against serving is said at once, and the exit code is 1.</summary>
internal static partial class ServeCommand
{
    private const string CategoryName = "Pollinate.Host.Hosting.ServeCommand";

    /// <param name="arguments">Which configuration to read.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="started">Told the addresses once requests are answered; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Ends the serving, as SIGTERM does.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(
        ConfigurationArguments arguments,
        TextWriter errors,
        Action<IReadOnlyCollection<string>>? started,
        CancellationToken cancellationToken) => RunAsync(arguments, errors, started, new(), cancellationToken);

    /// <inheritdoc cref="RunAsync(ConfigurationArguments, TextWriter, Action{IReadOnlyCollection{string}}?, CancellationToken)"/>
    /// <param name="arguments">Which configuration to read.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="started">Told the addresses once requests are answered; null when nobody wants to know.</param>
    /// <param name="reloads">Asks for reloads, as SIGHUP does.</param>
    /// <param name="cancellationToken">Ends the serving, as SIGTERM does.</param>
    public static async Task<int> RunAsync(
        ConfigurationArguments arguments,
        TextWriter errors,
        Action<IReadOnlyCollection<string>>? started,
        ReloadRequests reloads,
        CancellationToken cancellationToken)
    {
        // First of all: a SIGHUP that comes early is a reload that waits.
        using var hangUp = HangUp.Listen(() => reloads.Add(ReloadCauses.Signal));
        var redactor = new Redactor();
        using var systemd = Notifier.OfProcess(redactor.Redact);
        IReadOnlyList<string> problems;
        try
        {
            await ServeAsync(arguments, reloads, started, redactor, systemd, cancellationToken);
            return 0;
        }
        catch (ConfigurationException exception)
        {
            problems = exception.Errors;
        }
        catch (StartException exception)
        {
            problems = exception.Errors;
        }

        foreach (var problem in problems)
            errors.WriteLine($"nova-pollinate: error: {redactor.Redact(problem)}");
        // What 'systemctl status' shows of a unit that has failed.
        systemd.Tell($"Did not start: {problems[0]}");
        return 1;
    }

    private static async Task ServeAsync(
        ConfigurationArguments arguments,
        ReloadRequests reloads,
        Action<IReadOnlyCollection<string>>? started,
        Redactor redactor,
        Notifier systemd,
        CancellationToken cancellationToken)
    {
        var startedAt = TimeProvider.System.GetUtcNow();
        systemd.Tell("Starting: the configuration is read and the providers are loaded");
        // Before anything can start a process that would inherit them.
        var handed = HandedSockets.Take();
        var configuration = DaemonConfiguration.Load(arguments);
        using var known = redactor.Register();
        known.Set(ConfigurationSecrets.Of(configuration.Snapshot));
        // Before anything is opened that it names.
        FilePermissions.Find(configuration).DemandPlaces();
        var snapshot = configuration.Snapshot;
        var listener = Listener.Of(snapshot, handed);
        using var store = OpenStore(snapshot.Bind<DefaultOptions>());
        var current = new CurrentGeneration();
        await using var app = Daemon.Build(snapshot, current, listener, redactor);
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        var logger = loggers.CreateLogger(CategoryName);
        // Before any plugin is loaded: one that ends the process at once is named by the next start all the same.
        foreach (var crash in store.Crashes)
            Log.LastProcess(logger, crash.Describe());
        using var watch = new PluginExceptionWatch(
            store, app.Services.GetServices<IPluginFailures>(), loggers.CreateLogger<PluginExceptionWatch>()).Start();
        using var threads = ProviderThreads.OfProcess();
        var factory = new GenerationFactory(
            loggers, store, threads, app.Services.GetRequiredService<ProcessGuard>(), redactor, app.Services.GetRequiredService<Drain>(), TimeProvider.System);

        current.Use(await factory.MakeAsync(configuration));
        var state = new ServiceState(systemd, current);
        var stop = ActivatorUtilities.CreateInstance<GracefulStop>(app.Services, app);
        var warmUp = MakeWarmUp(app.Services, store);
        // Ends every generation, the first among them.
        var reloader = new Reloader(
            arguments, configuration, listener, current, factory, store, reloads, new(redactor, TimeProvider.System), state, loggers,
            (generation, token) => TryWarmUpAsync(warmUp, generation, token),
            read => app.Services.GetRequiredService<LogProvider>().Use(read.Bind<DefaultOptions>()), TimeProvider.System);
        var view = new DaemonView(current, reloader, factory.Providers, app.Services.GetRequiredService<RequestStatistics>(), startedAt);
        try
        {
            // Before anybody is served: a port that is taken is to stop the start. It ends before the generations do.
            await using var telemetry = TelemetryExport.Start(snapshot, redactor, loggers);
            using var gauges = new DaemonGauges(view);
            await using var admin = await AdminServer.StartAsync(snapshot.Bind<AdminOptions>(), app, telemetry, view);
            await StartAsync(app, cancellationToken);
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
            var missing = snapshot.Bind<DefaultOptions>().WarmUp ? await WarmUpAsync(warmUp, app.Urls, current.Value, logger, stopping.Token) : null;

            var operators = admin is null ? "" : $"; administration at {string.Join(", ", admin.Addresses)}";
            Log.Serving(logger, string.Join(", ", app.Urls), current.Value.Pipeline.Entries.Count, operators);
            state.Serve(string.Join(", ", app.Urls), missing);
            await using var question = systemd.WatchdogTime is null ? null : await SelfQuestion.OpenAsync(app.Services.GetRequiredService<ErrorBoundary>().HandleAsync);
            await using var watchdog = question is null
                ? null
                : new Watchdog(systemd.WatchdogTime!.Value, question.AskAsync, systemd.TellAlive, TimeProvider.System, loggers.CreateLogger<Watchdog>());
            if (systemd.Failure is { } failure)
                Log.NotTold(logger, failure);
            started?.Invoke([.. app.Urls]);
            var late = missing is null
                ? Task.CompletedTask
                : LateWarmUp.RunAsync(token => TryWarmUpAsync(warmUp, current.Value, token), answer => Follow(state, logger, answer), TimeProvider.System, stopping.Token);
            await stop.WaitForSignalAsync(cancellationToken);
            var times = StopTimes.Of(current.Value.Snapshot.Bind<ServerOptions>());
            state.Stop(times);
            await late;
            await stop.RunAsync(times);
        }
        finally
        {
            await stop.EndAsync(reloader);
        }

        Log.Stopped(logger);
    }

    private static WarmUp MakeWarmUp(IServiceProvider services, PluginStore store) => new(
        store,
        services.GetRequiredService<ProcessGuard>(),
        services.GetRequiredService<ErrorBoundary>(),
        services.GetRequiredService<Entrance>(),
        services.GetRequiredService<LogProvider>());

    /// <returns>What is missing; null when nothing is.</returns>
    private static async Task<string?> WarmUpAsync(WarmUp warmUp, IEnumerable<string> addresses, Generation generation, ILogger logger, CancellationToken cancellationToken)
    {
        var missing = await TryWarmUpAsync(warmUp, generation, cancellationToken);
        if (missing is not null && !cancellationToken.IsCancellationRequested)
            Log.NotWarm(logger, missing);
        // Most of what the start needed is garbage by now, and an idle daemon would keep it for hours.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        // After that: the memory that requests need was given back with the rest.
        if (missing is null)
            await warmUp.AskListenersAsync(addresses, generation, cancellationToken);
        return missing;
    }

    private static async Task<string?> TryWarmUpAsync(WarmUp warmUp, Generation generation, CancellationToken cancellationToken)
    {
        await using var server = await WarmUpServer.TryStartAsync();
        if (server is not null)
            return await warmUp.RunAsync(server, generation, cancellationToken);
        WarmUp.Compile(generation);
        return null;
    }

    private static void Follow(ServiceState state, ILogger logger, string? missing)
    {
        state.Miss(missing);
        if (missing is null)
            Log.WarmAtLast(logger);
    }

    private static PluginStore OpenStore(DefaultOptions defaults)
    {
        try
        {
            return PluginStore.Open(PluginDirectories.Cache(defaults, Environment.GetEnvironmentVariable));
        }
        catch (PluginException exception)
        {
            throw new StartException([exception.Message]);
        }
    }

    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new StartException([$"[server] host and port can't be listened on: {exception.Message.TrimEnd('.')}."]);
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new StartException([$"[server] host and port can't be listened on: {exception.Message.TrimEnd('.')}."]);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8002, LogLevel.Information, "Serving at {Addresses} with {Count} providers{Operators}.")]
        public static partial void Serving(ILogger logger, string addresses, int count, string operators);

        [LoggerMessage(8003, LogLevel.Information, "Stopped.")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(8004, LogLevel.Warning, "{Crash}")]
        public static partial void LastProcess(ILogger logger, string crash);

        [LoggerMessage(8005, LogLevel.Information, "The daemon could not warm up, so that the first requests take longer: {Reason}")]
        public static partial void NotWarm(ILogger logger, string reason);

        [LoggerMessage(8403, LogLevel.Information, "The daemon has warmed up, which it could not at its start.")]
        public static partial void WarmAtLast(ILogger logger);

        [LoggerMessage(8404, LogLevel.Warning, "systemd can't be told by NOTIFY_SOCKET how the daemon does: {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}
