using Pollinate.Abstractions;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Lookups;
using Pollinate.Host.Redaction;

namespace Pollinate.Fuzz.Targets;

/// <summary>Every target by its name. Each is made when it is asked for, since some have files of their own.</summary>
internal static class AllTargets
{
    private static readonly OrderedDictionary<string, Func<IFuzzTarget>> Makers = new(StringComparer.Ordinal)
    {
        ["ini"] = () => new IniTarget(),
        ["configuration"] = () => new ConfigurationTarget(),
        ["secret-file"] = () => new SecretFileTarget(),
        ["request-body"] = () => new RequestBodyTarget(),
        ["request-headers"] = () => new RequestHeadersTarget(),
        ["keystone-token"] = () => new TokenValidationTarget(),
        ["shared-token"] = () => new SharedTokenTarget(),
        ["memcached-text"] = () => new MemcachedTarget("memcached-text", InputShape.TextProtocol, stream => new TextProtocol(stream)),
        ["memcached-binary"] = () => new MemcachedTarget("memcached-binary", InputShape.BinaryProtocol, stream => new BinaryProtocol(stream)),
        ["keystone-own-token"] = () => new OwnTokenTarget(),
        ["keystone-versions"] = () => new VersionsTarget(),
        ["keystone-project"] = () => new LookupTarget<Project>("keystone-project", reader => new ProjectSource(reader), project => Use(project.Json.GetRawText())),
        ["keystone-credentials"] = () => new LookupTarget<CredentialList>("keystone-credentials", reader => new CredentialSource(reader, new Redactor().Register()), list => Use(list.Credentials)),
        ["nova-server"] = () => new LookupTarget<Server>("nova-server", reader => new ServerSource(reader), server => Use(server.Json.GetRawText())),
        ["glance-image"] = () => new LookupTarget<Image>("glance-image", reader => new ImageSource(reader), image => Use(image.Json.GetRawText())),
        ["cinder-volume"] = () => new LookupTarget<Volume>("cinder-volume", reader => new VolumeSource(reader), volume => Use(volume.ImageMetadata)),
        ["vault-login"] = () => new VaultTarget("vault-login", "/login", new() { RoleId = "r", SecretId = "s" }),
        ["vault-renewal"] = () => new VaultTarget("vault-renewal", "/renew-self", new() { RoleId = "r", SecretId = "s" }),
        ["vault-secrets-1"] = () => new VaultTarget("vault-secrets-1", "/pollinate", new() { Token = "hvs.x", KvVersion = 1 }),
        ["vault-secrets-2"] = () => new VaultTarget("vault-secrets-2", "/pollinate", new() { Token = "hvs.x", KvVersion = 2 }),
        ["provider-output"] = () => new ProviderOutputTarget(),
        ["cloud-config"] = () => new CloudConfigTarget(),
        ["plugin-metadata"] = () => new PluginMetadataTarget(),
        ["plugin-links"] = () => new PluginLinksTarget(),
        ["plugin-manifest"] = () => new PluginManifestTarget(),
    };

    /// <summary>The names of those that run unasked.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys];

    /// <exception cref="FuzzException">There is none of that name.</exception>
    public static IFuzzTarget Make(string name) =>
        Makers.TryGetValue(name, out var make) ? make()
        : PlantedTarget.All.FirstOrDefault(target => target.Name == name)
            ?? throw new FuzzException($"There is no target '{name}'; the targets are {string.Join(", ", Names)}.");

    private static void Use(object read) => GC.KeepAlive(read);
}
