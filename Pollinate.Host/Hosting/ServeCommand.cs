using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

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
    public static async Task<int> RunAsync(
        ConfigurationArguments arguments,
        TextWriter errors,
        Action<IReadOnlyCollection<string>>? started,
        CancellationToken cancellationToken)
    {
        try
        {
            await ServeAsync(DaemonConfiguration.Load(arguments), started, cancellationToken);
            return 0;
        }
        catch (ConfigurationException exception)
        {
            Write(errors, exception.Errors);
        }
        catch (StartException exception)
        {
            Write(errors, exception.Errors);
        }

        return 1;
    }

    private static async Task ServeAsync(
        DaemonConfiguration configuration,
        Action<IReadOnlyCollection<string>>? started,
        CancellationToken cancellationToken)
    {
        var snapshot = configuration.Snapshot;
        var (problems, warnings) = StartChecks.Find(snapshot);
        var defaults = snapshot.Bind<DefaultOptions>();
        var listen = ListenAddress.Resolve(snapshot.Bind<ServerOptions>());
        using var store = OpenStore(defaults);
        await using var app = Daemon.Build(snapshot, store, listen);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(CategoryName);
        // Said before any plugin is loaded: one that ends the process at once is named by the next start.
        foreach (var crash in store.Crashes)
            Log.Warning(logger, crash.Describe());
        app.Services.GetRequiredService<PluginExceptionWatch>().Start();

        // With other problems the plugins are loaded all the same: the operator hears of everything at once.
        await using var pipeline = await BuildPipelineAsync(app.Services, configuration, defaults, problems);
        foreach (var warning in warnings.Concat(StartChecks.MissingSecrets(snapshot, pipeline)))
            Log.Warning(logger, warning);
        app.Services.GetRequiredService<PipelineSource>().Use(pipeline);

        await StartAsync(app, cancellationToken);
        Log.Serving(logger, string.Join(", ", app.Urls), pipeline.Entries.Count);
        started?.Invoke([.. app.Urls]);
        await app.WaitForShutdownAsync(cancellationToken);
        Log.Stopped(logger);
    }

    private static async Task<ProviderPipeline> BuildPipelineAsync(
        IServiceProvider services,
        DaemonConfiguration configuration,
        DefaultOptions defaults,
        IReadOnlyList<string> problems)
    {
        try
        {
            var pipeline = await services.GetRequiredService<PipelineBuilder>().BuildAsync(
                defaults.Providers,
                configuration.Catalog,
                provider => ProviderSections.Settings(configuration.Snapshot, provider),
                defaults.CloudConfigMerge == DefaultOptions.MergeByAppending ? CloudConfigMerge.Append : CloudConfigMerge.Replace);
            if (problems.Count == 0)
                return pipeline;
            await pipeline.DisposeAsync();
            throw new StartException(problems);
        }
        catch (PipelineException exception)
        {
            throw new StartException([.. problems, .. exception.Errors]);
        }
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

    private static void Write(TextWriter errors, IReadOnlyList<string> messages)
    {
        foreach (var message in messages)
            errors.WriteLine($"nova-pollinate: error: {message}");
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Warning, "{Warning}")]
        public static partial void Warning(ILogger logger, string warning);

        [LoggerMessage(8002, LogLevel.Information, "Serving at {Addresses} with {Count} providers.")]
        public static partial void Serving(ILogger logger, string addresses, int count);

        [LoggerMessage(8003, LogLevel.Information, "Stopped.")]
        public static partial void Stopped(ILogger logger);
    }
}
