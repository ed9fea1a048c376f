using Pollinate.Abstractions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Plugins;
using Pollinate.Host.Plugins.Linking;

namespace Pollinate.Host.Commands;

/// <summary>Lists providers by what configuration, metadata and links say; no code of a plugin is loaded.</summary>
internal static class ProviderListings
{
    /// <summary>One for each entry of <c>[DEFAULT] providers</c>, in order.</summary>
    public static IReadOnlyList<ProviderListing> Listed(DaemonConfiguration configuration) =>
    [
        .. ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog)
            .Select((entry, index) => Of(configuration, entry, index + 1)),
    ];

    /// <summary>What the plugin folders hold beside them, what can't be read there among it.</summary>
    public static IReadOnlyList<ProviderListing> NotListed(DaemonConfiguration configuration)
    {
        var entries = ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog);
        var used = entries.Select(entry => Named(entry, configuration.Catalog)).OfType<ProviderDescription>().ToList();
        return
        [
            .. configuration.Catalog.Providers
                .Where(provider => !used.Exists(other => ReferenceEquals(other, provider)))
                .Select(provider => Describe(configuration, provider) with
                {
                    Status = ProviderListing.NotListed,
                    Problem = provider.Flaw is null
                        ? TrustProblem(configuration.Snapshot, provider.Folder) ?? SectionProblem(configuration.Snapshot, provider)
                        : $"'{provider.TypeName}' in {provider.Folder.AssemblyPath} {provider.Flaw}.",
                }),
            .. configuration.Catalog.Problems.Select(problem => new ProviderListing(
                Order: null, Entry: null, Name: null, Type: null, problem.Folder.Path, Version: null, Contract: null, [], Required: null,
                ProviderListing.NotListed, problem.Problem)),
        ];
    }

    private static ProviderListing Of(DaemonConfiguration configuration, ResolvedEntry entry, int order)
    {
        var problem = entry.Problem
            ?? TrustProblem(configuration.Snapshot, entry.Provider!.Folder)
            ?? SectionProblem(configuration.Snapshot, entry.Provider!)
            ?? LinkProblem(entry.Provider!.Folder);
        var listing = Named(entry, configuration.Catalog) is { } provider
            ? Describe(configuration, provider)
            : new(order, entry.Entry, Name: null, Type: null, Plugin: null, Version: null, Contract: null, [], Required: null, "", Problem: null);
        return listing with
        {
            Order = order,
            Entry = entry.Entry,
            Status = problem is null ? ProviderListing.Ready : ProviderListing.Unusable,
            Problem = problem,
        };
    }

    /// <summary>The provider that an entry means, even if it can't be used; null when that is not certain.</summary>
    private static ProviderDescription? Named(ResolvedEntry entry, PluginCatalog catalog)
    {
        if (entry.Provider is not null)
            return entry.Provider;
        var meant = catalog.Providers.Where(provider => provider.TypeName == entry.Entry || provider.IsCalled(entry.Entry)).ToList();
        return meant.Count == 1 ? meant[0] : null;
    }

    private static ProviderListing Describe(DaemonConfiguration configuration, ProviderDescription provider)
    {
        var plugin = configuration.Catalog.Plugins.First(plugin => plugin.Folder == provider.Folder);
        return new(
            Order: null,
            Entry: null,
            provider.Name,
            provider.TypeName,
            provider.Folder.Path,
            plugin.ShownVersion,
            plugin.ContractVersion?.ToString(),
            [.. provider.Lookups.Select(Describe).Distinct()],
            configuration.Snapshot.Groups.Any(group => group.Name == provider.Name) && SectionProblem(configuration.Snapshot, provider) is null
                ? configuration.Snapshot.Bind<ProviderPolicy>(provider.Name!).Required
                : null,
            ProviderListing.NotListed,
            Problem: null);
    }

    private static string Describe(DeclaredLookup lookup) => lookup.Kind switch
    {
        LookupKind.Project => "project",
        LookupKind.Server => "server",
        LookupKind.Image => "image",
        LookupKind.Credentials => $"credentials:{lookup.Id}",
        LookupKind.Secrets => "secrets",
        // Of a newer contract; nothing is started ahead for it.
        var other => $"unknown:{(int)other}",
    };

    /// <summary>Why its plugin may not be loaded; null when it may.</summary>
    private static string? TrustProblem(ConfigurationSnapshot snapshot, PluginFolder plugin)
    {
        try
        {
            var trust = PluginTrust.Of(snapshot);
            return trust.PermissionProblem(plugin) ?? trust.PinProblem(plugin, plugin);
        }
        catch (PluginException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>What its plugin lacks of what it is linked to; null when nothing.</summary>
    private static string? LinkProblem(PluginFolder plugin)
    {
        try
        {
            PluginCheck.Run(plugin, plugin);
            return null;
        }
        catch (PluginException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Why the daemon could not give the provider its settings; null when it could.</summary>
    private static string? SectionProblem(ConfigurationSnapshot snapshot, ProviderDescription provider)
    {
        if (provider.Flaw is not null)
            return null;
        try
        {
            ProviderSections.Settings(snapshot, provider);
            return null;
        }
        catch (PluginException exception)
        {
            return exception.Message;
        }
    }
}
