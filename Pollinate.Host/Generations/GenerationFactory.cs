using Pollinate.Host.Admin;
using Pollinate.Host.Authentication;
using Pollinate.Host.Authorization;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Health;
using Pollinate.Host.Hosting;
using Pollinate.Host.Http;
using Pollinate.Host.Keeping;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Permissions;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Stopping;
using Pollinate.Host.Telemetry;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Generations;

/// <summary>Makes generations: the services, the providers, and a request's way through them.</summary>
/// <param name="loggers">The process's log; it outlives every generation.</param>
/// <param name="store">The private copies of plugins; it outlives every generation.</param>
/// <param name="threads">The threads of all providers; they outlive every generation.</param>
/// <param name="guard">Puts back what plugins change of the process.</param>
/// <param name="redactor">Is told of the secrets that a generation gets to know.</param>
/// <param name="drain">Whether the daemon is about to stop.</param>
/// <param name="time">The clock.</param>
internal sealed partial class GenerationFactory(
    ILoggerFactory loggers, PluginStore store, ProviderThreads threads, ProcessGuard guard, Redactor redactor, Drain drain, TimeProvider time)
{
    private readonly ILogger _logger = loggers.CreateLogger<GenerationFactory>();
    private readonly CacheDeaths _cacheDeaths = new();
    private int _made;

    /// <summary>What is known of the providers of all its generations.</summary>
    public ProviderRecords Providers { get; } = new(redactor, time);

    /// <summary>Makes one of what the configuration says, beside any that is in force.</summary>
    /// <param name="configuration">What to make it of.</param>
    /// <param name="inForce">The one in force, whose stores it takes over as far as the settings are the same; null for the first.</param>
    /// <exception cref="StartException">
    /// Something stands against serving; it holds every reason, and nothing is left of the attempt.
    /// </exception>
    public async Task<Generation> MakeAsync(DaemonConfiguration configuration, Generation? inForce = null)
    {
        var snapshot = configuration.Snapshot;
        var permissions = FilePermissions.Find(configuration).DemandPlaces();
        var (problems, warnings) = StartChecks.Find(snapshot);
        if (permissions.PluginProblems.Count > 0)
            throw new StartException([.. permissions.PluginProblems, .. problems, .. Unresolved(configuration)]);
        var stores = KeptStores.Of(snapshot, inForce?.Stores, redactor, time);
        var services = Services(snapshot, stores);
        services.GetRequiredService<KnownSecrets>().Set(ConfigurationSecrets.Of(snapshot));
        try
        {
            // With other problems the plugins are loaded all the same: the operator hears of everything at once.
            var pipeline = await BuildPipelineAsync(services, configuration, problems);
            foreach (var warning in warnings.Concat(permissions.Warnings).Concat(StartChecks.MissingSecrets(snapshot, pipeline)))
                Log.Warning(_logger, warning);
            return new(Interlocked.Increment(ref _made), snapshot, stores, services, pipeline, ActivatorUtilities.CreateInstance<RequestWay>(services, new VendordataEndpoint(pipeline)));
        }
        catch
        {
            await services.DisposeAsync();
            stores.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> Unresolved(DaemonConfiguration configuration) =>
        ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog).Select(entry => entry.Problem).OfType<string>();

    private ServiceProvider Services(ConfigurationSnapshot snapshot, KeptStores stores) => stores.AddTo(new ServiceCollection())
        .AddSingleton(loggers)
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(time)
        .AddSingleton(store)
        .AddSingleton(threads)
        .AddSingleton(guard)
        .AddSingleton(drain)
        .AddSingleton(_cacheDeaths)
        .AddSingleton(redactor)
        .AddSingleton(Providers)
        .AddRedaction()
        .AddPollinateOptions(snapshot)
        .AddOpenStackSession()
        .AddKeystoneAuthentication()
        .AddCallerAuthorization()
        .AddSecrets()
        .AddLookups()
        .AddPipeline()
        .AddSingleton<HealthcheckAnswer>()
        .AddSingleton<AdminWay>()
        .BuildServiceProvider();

    private static async Task<ProviderPipeline> BuildPipelineAsync(
        IServiceProvider services, DaemonConfiguration configuration, IReadOnlyList<string> problems)
    {
        var defaults = configuration.Snapshot.Bind<DefaultOptions>();
        try
        {
            var pipeline = await services.GetRequiredService<PipelineBuilder>().BuildAsync(
                defaults.Providers,
                configuration.Catalog,
                provider => (ProviderSections.Settings(configuration.Snapshot, provider), configuration.Snapshot.Bind<ProviderPolicy>(provider.Name!)),
                PipelineSettings.Of(defaults) with { Trust = PluginTrust.Of(configuration.Snapshot) });
            if (problems.Count == 0)
                return pipeline;
            await pipeline.DisposeAsync();
            throw new StartException(problems);
        }
        catch (PipelineException exception)
        {
            throw new StartException([.. problems, .. exception.Errors]) { Providers = exception.Problems };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Warning, "{Warning}")]
        public static partial void Warning(ILogger logger, string warning);
    }
}
