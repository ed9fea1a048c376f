using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Providers.Windows;

/// <summary>
/// Hands a Windows guest the product key that its compute host is licensed with: <c>{"product_key": …}</c>. A guest is one
/// of Windows when the image that it boots from, or that its boot volume was made from, carries a trait.
/// </summary>
[Provider("windows_product_key", Aliases = ["pollinate.providers.windows.WindowsProductKeyProvider"])]
[ProviderLookup(LookupKind.Server)]
[ProviderLookup(LookupKind.Image)]
[ProviderLookup(LookupKind.Secrets, Id = "{" + PatternOption + "}")]
[ProviderOption(TraitOption, Default = "CUSTOM_NECTAR_WINDOWS",
    Help = "The trait that an image of Windows carries: as Glance's property trait:NAME, whatever its value.")]
[ProviderOption(PatternOption, Default = "WINDOWS_PRODUCT_KEY_{host}",
    Help = "The secret that holds a compute host's product key; {host} stands for the host's name in capitals.")]
public sealed partial class WindowsProductKeyProvider : PollinateProvider
{
    private const string TraitOption = "trait";
    private const string PatternOption = "key_pattern";
    private const string HostPlace = "host";
    private const string TraitPrefix = "trait:";

    private readonly ILookup<Server> _servers;
    private readonly ILookup<Image> _images;
    private readonly ILookup<Volume> _volumes;
    private readonly ILookup<Secret> _secrets;
    private readonly ILogger _logger;
    private readonly string _property;
    private readonly SecretNamePattern _pattern;

    /// <summary>Reads the provider's section.</summary>
    /// <exception cref="InvalidOperationException">An option can't be used.</exception>
    public WindowsProductKeyProvider(
        ProviderSettings settings,
        ILookup<Server> servers,
        ILookup<Image> images,
        ILookup<Volume> volumes,
        ILookup<Secret> secrets,
        ILogger logger)
    {
        _servers = servers;
        _images = images;
        _volumes = volumes;
        _secrets = secrets;
        _logger = logger;
        _property = ReadProperty(settings);
        _pattern = SecretNamePattern.Read(settings, PatternOption, HostPlace);
    }

    /// <inheritdoc/>
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(context.InstanceId))
        {
            LogNoInstance(_logger);
            return ProviderResult.Nothing;
        }

        var server = await _servers.FindAsync(context, context.InstanceId, cancellationToken);
        if (server is null)
        {
            LogNoSuchServer(_logger, context.InstanceId);
            return ProviderResult.Nothing;
        }

        // The traits are those of what the guest booted from: an attached volume says nothing of a guest with an image.
        var isWindows = string.IsNullOrEmpty(context.ImageId)
            ? await HasBootVolumeWithTraitAsync(context, server, cancellationToken)
            : await HasImageWithTraitAsync(context, server, context.ImageId, cancellationToken);
        return isWindows ? await KeyOfHostAsync(context, server, cancellationToken) : ProviderResult.Nothing;
    }

    private static string ReadProperty(ProviderSettings settings)
    {
        var trait = settings.GetText(TraitOption) ?? "";
        var name = trait.StartsWith(TraitPrefix, StringComparison.Ordinal) ? trait[TraitPrefix.Length..] : trait;
        return name.Length > 0
            ? TraitPrefix + name
            : throw new InvalidOperationException($"[{settings.Section}] {TraitOption} is empty; write the trait that images of Windows carry, such as CUSTOM_WINDOWS");
    }

    private async Task<bool> HasImageWithTraitAsync(
        VendordataContext context,
        Server server,
        string imageId,
        CancellationToken cancellationToken)
    {
        var image = await _images.FindAsync(context, imageId, cancellationToken);
        if (image is null)
        {
            LogNoSuchImage(_logger, imageId, server.Id);
            return false;
        }

        if (image.Json.TryGetProperty(_property, out var trait) && trait.ValueKind != JsonValueKind.Null)
            return true;
        LogImageWithoutTrait(_logger, imageId, server.Id, _property);
        return false;
    }

    private async Task<bool> HasBootVolumeWithTraitAsync(
        VendordataContext context,
        Server server,
        CancellationToken cancellationToken)
    {
        var volumes = await Task.WhenAll(server.AttachedVolumeIds.Select(
            id => _volumes.FindAsync(context, id, cancellationToken)));
        if (volumes.Any(volume => volume is { IsBootable: true } && volume.ImageMetadata.ContainsKey(_property)))
            return true;
        LogNoVolumeWithTrait(_logger, server.AttachedVolumeIds.Count, server.Id, _property);
        return false;
    }

    private async Task<ProviderResult> KeyOfHostAsync(VendordataContext context, Server server, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(server.Host))
        {
            LogNoHost(_logger, server.Id);
            return ProviderResult.Nothing;
        }

        var name = _pattern.Fill((HostPlace, server.Host.ToUpperInvariant()));
        var secret = await _secrets.FindAsync(context, name, cancellationToken);
        if (secret is not { Value.Length: > 0 })
        {
            LogNoKey(_logger, name, server.Id, server.Host);
            return ProviderResult.Nothing;
        }

        LogKeyGiven(_logger, server.Id, server.Host);
        return new JsonObject { ["product_key"] = secret.Value };
    }

    [LoggerMessage(1, LogLevel.Warning, "The request names no instance; there is no product key without one.")]
    private static partial void LogNoInstance(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "Nova shows no server {ServerId}: it is gone, or the user of [service_auth] may not see it; the guest is given no product key.")]
    private static partial void LogNoSuchServer(ILogger logger, string serverId);

    [LoggerMessage(3, LogLevel.Warning, "Glance shows no image {ImageId}, which server {ServerId} boots from: it is gone, or the user of [service_auth] may not see it; the guest is given no product key.")]
    private static partial void LogNoSuchImage(ILogger logger, string imageId, string serverId);

    [LoggerMessage(4, LogLevel.Debug, "The image {ImageId} of server {ServerId} does not carry {Trait}; the guest is given no product key.")]
    private static partial void LogImageWithoutTrait(ILogger logger, string imageId, string serverId, string trait);

    [LoggerMessage(5, LogLevel.Debug, "None of the {Count} volumes of server {ServerId} is bootable and carries {Trait}; the guest is given no product key.")]
    private static partial void LogNoVolumeWithTrait(ILogger logger, int count, string serverId, string trait);

    [LoggerMessage(6, LogLevel.Warning, "Nova does not tell the compute host of server {ServerId}: it has none yet, or the user of [service_auth] is no administrator; the guest is given no product key.")]
    private static partial void LogNoHost(ILogger logger, string serverId);

    [LoggerMessage(7, LogLevel.Warning, "The store of secrets has no {Secret}, the product key for server {ServerId} on host {Host}; the guest is given none.")]
    private static partial void LogNoKey(ILogger logger, string secret, string serverId, string host);

    [LoggerMessage(8, LogLevel.Debug, "Server {ServerId} is given the product key of host {Host}.")]
    private static partial void LogKeyGiven(ILogger logger, string serverId, string host);
}
