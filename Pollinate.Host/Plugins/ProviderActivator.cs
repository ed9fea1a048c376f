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
internal sealed class ProviderActivator(
    ILoggerFactory loggers,
    ProviderLookups lookups,
    TimeProvider time)
{
    /// <summary>Makes one provider.</summary>
    /// <returns>The provider, and the container to dispose after it.</returns>
    /// <exception cref="PluginException">Its constructor threw, or takes what the host does not give.</exception>
    public (PollinateProvider Provider, ServiceProvider Services) Create(
        ProviderDescription description,
        Type type,
        ProviderSettings settings)
    {
        var services = new ServiceCollection()
            .AddSingleton(loggers.CreateLogger(LogCategory(description.Name!)))
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
        try
        {
            return ((PollinateProvider)ActivatorUtilities.CreateInstance(services, type), services);
        }
        catch (Exception exception)
        {
            services.Dispose();
            throw new PluginException(
                $"providers: '{description.TypeName}' in {description.Folder.AssemblyPath} can't be constructed: " +
                FailureText.Brief(exception is TargetInvocationException { InnerException: { } inner } ? inner : exception) + ".");
        }
    }

    /// <summary>The category of a provider's log lines.</summary>
    public static string LogCategory(string providerName) => $"provider.{providerName}";
}
