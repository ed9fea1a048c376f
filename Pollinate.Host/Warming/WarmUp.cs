using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Pollinate.Host.Authentication;
using Pollinate.Host.Authorization;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Generations;
using Pollinate.Host.Health;
using Pollinate.Host.Http;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Warming;

/// <summary>
/// Makes the first guest's request as fast as the thousandth: before the daemon says that it serves, requests of its own have
/// gone the whole way, with its own token and the services' answers, and the plugins' code is compiled. Whatever goes wrong
/// meanwhile stops nothing.
/// </summary>
/// <param name="store">Marks calls.</param>
/// <param name="guard">Puts back what plugins change of the process.</param>
/// <param name="whole">The whole of a request's way, with the generation in force.</param>
internal sealed class WarmUp(PluginStore store, ProcessGuard guard, RequestDelegate whole)
{
    // What goes out to the cloud is asked for once, and once more since the answers to the first come one after the other.
    private const int RequestsWithLookups = 2;
    private const int RequestsWithout = 200;

    /// <summary>A service that does not answer must not keep the daemon from saying that it serves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        $$"""{"project-id":"{{WarmUpProvider.Nobody}}","instance-id":"{{WarmUpProvider.Nobody}}","image-id":"{{WarmUpProvider.Nobody}}","user-data":null,"hostname":"warm-up","metadata":{},"boot-roles":"reader"}""");

    /// <summary>Warms up one generation.</summary>
    /// <param name="server">The server to ask; disposed by the caller.</param>
    /// <param name="generation">The one in force.</param>
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

    /// <summary>Compiles the code of a generation's plugins.</summary>
    public static void Compile(Generation generation)
    {
        foreach (var plugin in generation.Pipeline.Plugins)
            plugin.CompileCode();
    }

    /// <remarks>
    /// No provider of the configuration may be called, so the whole way is gone to the health, and the part with providers with
    /// one of the daemon's own. Whether the daemon's own user might ask for vendordata is no question here.
    /// </remarks>
    private async Task AskAsync(WarmUpServer server, Generation generation, CancellationToken cancellationToken)
    {
        var services = generation.Services;
        var token = services.GetRequiredService<DefaultOptions>().AuthStrategy == DefaultOptions.KeystoneStrategy
            ? await services.GetRequiredKeyedService<KeystoneSession>(KeystoneSection.KeystoneAuthtoken).GetTokenAsync(cancellationToken)
            : null;
        IReadOnlyList<DeclaredLookup> declared = [.. generation.Pipeline.Entries.SelectMany(entry => entry.Description.Lookups).Select(lookup => lookup.Whole).Distinct()];
        server.Use(whole);
        await AskAsync(server, HealthcheckAnswer.Path, token, cancellationToken);
        await AskAsync(server, generation, declared, token, RequestsWithLookups, cancellationToken);
        await AskAsync(server, generation, [], token, RequestsWithout, cancellationToken);
    }

    private async Task AskAsync(
        WarmUpServer server, Generation generation, IReadOnlyList<DeclaredLookup> declared, OwnToken? token, int requests, CancellationToken cancellationToken)
    {
        await using var pipeline = Pipeline(generation.Services, declared);
        server.Use(ActivatorUtilities.CreateInstance<RequestWay>(
            generation.Services,
            new CallerAuthorization(policy: null, generation.Services.GetRequiredService<DenialLog>()),
            new VendordataEndpoint(pipeline)).HandleAsync);
        for (var request = 0; request < requests; request++)
            await AskAsync(server, "/", token, cancellationToken);
    }

    private static async Task AskAsync(WarmUpServer server, string path, OwnToken? token, CancellationToken cancellationToken)
    {
        using var question = Question(path, token);
        using var answer = await server.Client.SendAsync(question, cancellationToken);
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
    }

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

    private static HttpRequestMessage Question(string path, OwnToken? token)
    {
        var question = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (token is not null)
            question.Headers.TryAddWithoutValidation(KeystoneSession.TokenHeader, token.Value);
        else
            question.Headers.TryAddWithoutValidation(IdentityHeaders.IdentityStatus, IdentityHeaders.Confirmed);
        return question;
    }
}
