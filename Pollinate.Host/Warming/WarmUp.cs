using System.Globalization;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Generations;
using Pollinate.Host.Health;
using Pollinate.Host.Http;
using Pollinate.Host.Logging;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Warming;

/// <summary>
/// Makes the first guest's request as fast as the thousandth: before the daemon says that it serves, requests of its own have
/// gone the whole way, with its own token and the services' answers, and the plugins' code is compiled. Whatever goes wrong
/// meanwhile stops nothing.
/// </summary>
/// <param name="store">Marks calls.</param>
/// <param name="guard">Puts back what plugins change of the process.</param>
/// <param name="boundary">The first step of a request's way, with the generation in force.</param>
/// <param name="entrance">Lets the daemon's own requests in over the listeners that guests come by.</param>
/// <param name="log">The log.</param>
internal sealed class WarmUp(PluginStore store, ProcessGuard guard, ErrorBoundary boundary, Entrance entrance, LogProvider log)
{
    // What goes out to the cloud is asked for once, and once more since the answers to the first come one after the other.
    private const int RequestsWithLookups = 2;
    private const int RequestsWithout = 200;
    private const int RequestsOfListener = 20;

    /// <summary>A service that does not answer must not keep the daemon from saying that it serves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Warms up one generation.</summary>
    /// <param name="server">The server to ask; disposed by the caller.</param>
    /// <param name="generation">The one in force, or about to be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why the daemon could not warm up; null when it could.</returns>
    public async Task<string?> RunAsync(WarmUpServer server, Generation generation, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var compiling = Task.Factory.StartNew(
                () => Compile(generation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await AskAsync(server, generation, patience.Token);
            await compiling.WaitAsync(patience.Token);
            return null;
        }
        catch (OperationCanceledException exception)
        {
            return patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested
                ? string.Create(CultureInfo.InvariantCulture, $"a service gave no answer within {Patience.TotalSeconds} s.")
                : exception.Message;
        }
        catch (Exception exception) when (exception is OpenStackException or HttpRequestException)
        {
            return exception.Message;
        }
        finally
        {
            server.Use(static _ => Task.CompletedTask);
        }
    }

    /// <summary>
    /// The last of it, for a generation that is warm: requests that come as the guests' will, over a connection to each of the
    /// daemon's listeners.
    /// </summary>
    /// <param name="addresses">The listeners, as the server says them.</param>
    /// <param name="generation">The one in force.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AskListenersAsync(IEnumerable<string> addresses, Generation generation, CancellationToken cancellationToken)
    {
        try
        {
            var token = await TokenAsync(generation.Services, cancellationToken);
            await using var rehearsal = Rehearse(generation);
            var secret = entrance.Open(context =>
            {
                // It is not sent: whoever might listen in there learns nothing.
                if (token is not null)
                    context.Request.Headers[KeystoneSession.TokenHeader] = token.Value;
                return rehearsal.Handle(context);
            });
            foreach (var address in addresses)
                await AskListenerAsync(address, secret, cancellationToken);
        }
        catch (Exception exception) when (exception is OpenStackException or OperationCanceledException)
        {
            // Most of it is warm all the same.
        }
        finally
        {
            entrance.Close();
        }
    }

    /// <summary>Compiles the code of a generation's plugins.</summary>
    public static void Compile(Generation generation)
    {
        foreach (var plugin in generation.Pipeline.Plugins)
            plugin.CompileCode();
    }

    /// <remarks>
    /// No provider of the configuration may be called, so the whole way is gone to the health, and the part with providers with
    /// one of the daemon's own.
    /// </remarks>
    private async Task AskAsync(WarmUpServer server, Generation generation, CancellationToken cancellationToken)
    {
        var token = await TokenAsync(generation.Services, cancellationToken);
        server.Use(boundary.Quietly().HandleAsync);
        await WarmUpQuestion.AskAsync(server.Client, HealthcheckAnswer.Path, token, cancellationToken);

        IReadOnlyList<DeclaredLookup> declared = [.. generation.Pipeline.Entries.SelectMany(entry => entry.Description.Lookups).Select(lookup => lookup.Whole).Distinct()];
        await using (var pipeline = Pipeline(generation.Services, declared))
        {
            server.Use(DressRehearsal.WayTo(pipeline, generation.Services).HandleAsync);
            await WarmUpQuestion.AskOftenAsync(server.Client, RequestsWithLookups, token, cancellationToken);
        }

        await using var rehearsal = Rehearse(generation);
        server.Use(rehearsal.Handle);
        await WarmUpQuestion.AskOftenAsync(server.Client, RequestsWithout, token, cancellationToken);
    }

    /// <remarks>What stands against it, such as a certificate that is asked for, is no reason not to serve.</remarks>
    private static async Task AskListenerAsync(string address, string secret, CancellationToken cancellationToken)
    {
        using var client = OwnListener.TryConnect(address);
        if (client is null)
            return;
        client.DefaultRequestHeaders.TryAddWithoutValidation(Entrance.Header, secret);
        try
        {
            await WarmUpQuestion.AskOftenAsync(client, RequestsOfListener, token: null, cancellationToken);
        }
        catch (HttpRequestException)
        {
            // It is closed to the daemon itself.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It gave no answer in time.
        }
    }

    /// <returns>Null where none is asked for.</returns>
    private static async Task<OwnToken?> TokenAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<DefaultOptions>().AuthStrategy == DefaultOptions.KeystoneStrategy
            ? await services.GetRequiredKeyedService<KeystoneSession>(KeystoneSection.KeystoneAuthtoken).GetTokenAsync(cancellationToken)
            : null;

    private DressRehearsal Rehearse(Generation generation) =>
        new(generation.Services, Pipeline(generation.Services, declared: []), boundary, log);

    /// <summary>The daemon's own provider, with the lookups that those of the configuration declare.</summary>
    private ProviderPipeline Pipeline(IServiceProvider services, IReadOnlyList<DeclaredLookup> declared)
    {
        var lookups = services.GetRequiredService<ProviderLookups>();
        var threads = services.GetRequiredService<ProviderThreads>();
        var time = services.GetRequiredService<TimeProvider>();
        var log = services.GetRequiredService<ILogger<ProviderPipeline>>();
        var description = new ProviderDescription(
            new(WarmUpProvider.ProviderName, AppContext.BaseDirectory), typeof(WarmUpProvider).FullName!, WarmUpProvider.ProviderName, [], declared, Flaw: null);
        var entry = new ProviderEntry(
            description,
            new WarmUpProvider(declared, lookups),
            new ServiceCollection().BuildServiceProvider(),
            new(),
            store.Marker.Slot(WarmUpProvider.ProviderName),
            threads,
            guard,
            time,
            log);
        return new([entry], new(declared.Select(lookup => (lookup, entry.Breaker)), lookups), [], PipelineSettings.Of(services.GetRequiredService<DefaultOptions>()), threads, time, log);
    }
}
