using System.Reflection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Plugins;

/// <summary>
/// Constructs providers. Each gets a service container of its own that goes with it: the host's container would keep the
/// plugin's types, and so the plugin, in memory for ever.
/// </summary>
/// <param name="loggers">Makes the providers' logs.</param>
/// <param name="lookups">What the providers look up.</param>
/// <param name="time">The clock, the providers' too.</param>
internal sealed class ProviderActivator(
    ILoggerFactory loggers,
    ProviderLookups lookups,
    TimeProvider time)
{
    /// <summary>Makes one provider.</summary>
    /// <param name="description">What its plugin's metadata says of it.</param>
    /// <param name="type">Its class.</param>
    /// <param name="settings">What its section says.</param>
    /// <param name="patience">How long it may take: <c>[DEFAULT] provider_start_timeout</c>; null: as long as it likes.</param>
    /// <returns>The provider, and the container to dispose after it.</returns>
    /// <exception cref="PluginException">
    /// Its constructor threw, takes what the host does not give, or did not return in time.
    /// </exception>
    public async Task<(PollinateProvider Provider, ServiceProvider Services)> CreateAsync(
        ProviderDescription description,
        Type type,
        ProviderSettings settings,
        TimeSpan? patience)
    {
        var services = Services(description, settings);
        var (provider, failure) = await ConstructAsync(description, type, services, patience ?? Timeout.InfiniteTimeSpan);
        if (provider is not null)
            return (provider, services);
        await services.DisposeAsync();
        throw new PluginException(
            $"providers: '{description.TypeName}' in {description.Folder.AssemblyPath} can't be constructed: {failure}; " +
            "mend that, or take it out of [DEFAULT] providers.");
    }

    /// <summary>The category of a provider's log lines.</summary>
    public static string LogCategory(string providerName) => $"provider.{providerName}";

    private ServiceProvider Services(ProviderDescription description, ProviderSettings settings) => new ServiceCollection()
        .AddSingleton<ILogger>(new ProviderLog(loggers.CreateLogger(LogCategory(description.Name!))))
        .AddSingleton(typeof(ILogger<>), typeof(ProviderLogger<>))
        .AddSingleton(settings)
        .AddSingleton(lookups.Projects)
        .AddSingleton(lookups.Servers)
        .AddSingleton(lookups.Images)
        .AddSingleton(lookups.Volumes)
        .AddSingleton(lookups.Credentials)
        .AddSingleton(lookups.Secrets)
        .AddSingleton(lookups.Clients)
        .AddSingleton(time)
        .BuildServiceProvider();

    /// <summary>
    /// Constructs on a thread of the provider's own, so that one that never returns costs that thread and nothing else. The
    /// thread starts without the caller's execution context: what flows in it would stay in whatever the provider starts.
    /// </summary>
    private async Task<Outcome> ConstructAsync(ProviderDescription description, Type type, ServiceProvider services, TimeSpan patience)
    {
        // Not continued on the plugin's stack, which would keep the plugin in memory.
        var ended = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            var outcome = Construct(type, services);
            if (!ended.TrySetResult(outcome))
                _ = DiscardAsync(outcome.Provider, services);
        })
        {
            IsBackground = true,
            Name = $"start {description.Name}",
        };
        thread.UnsafeStart();
        try
        {
            return await ended.Task.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // It may have ended in this very moment.
            if (!ended.TrySetCanceled())
                return await ended.Task;
            throw new PluginException(
                $"providers: '{description.TypeName}' in {description.Folder.AssemblyPath} can't be constructed: its constructor did " +
                $"not return in {patience.TotalSeconds:0.###} s, [DEFAULT] provider_start_timeout; let it do its waiting in " +
                "RunAsync, or take it out of [DEFAULT] providers.");
        }
    }

    /// <summary>All of it on the plugin's thread: even an exception's message is the plugin's code.</summary>
    private static Outcome Construct(Type type, ServiceProvider services)
    {
        try
        {
            return new((PollinateProvider)ActivatorUtilities.CreateInstance(services, type), null);
        }
        catch (Exception exception)
        {
            return new(null, Explain(exception));
        }
    }

    private static string Explain(Exception exception)
    {
        string? initialized = null;
        while (exception is TargetInvocationException or TypeInitializationException && exception.InnerException is { } inner)
        {
            if (exception is TypeInitializationException initialization)
                initialized = initialization.TypeName;
            exception = inner;
        }

        return initialized is null
            ? FailureText.Brief(exception)
            : $"the static constructor of {initialized} threw {FailureText.Brief(exception)}";
    }

    /// <summary>Nobody waits any longer for a provider that comes too late.</summary>
    private static async Task DiscardAsync(PollinateProvider? provider, ServiceProvider services)
    {
        try
        {
            if (provider is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else
                (provider as IDisposable)?.Dispose();
            await services.DisposeAsync();
        }
        catch (Exception)
        {
            // It was refused, and why is in the log.
        }
    }

    private sealed record Outcome(PollinateProvider? Provider, string? Failure);
}
