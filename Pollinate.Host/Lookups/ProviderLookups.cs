using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>All that a provider can look things up with.</summary>
internal sealed record ProviderLookups(
    ILookup<Project> Projects,
    ILookup<Server> Servers,
    ILookup<Image> Images,
    ILookup<Volume> Volumes,
    ILookup<CredentialList> Credentials,
    ILookup<Secret> Secrets,
    IServiceClients Clients);
