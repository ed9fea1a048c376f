using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Providers.CrowdStrike;

/// <summary>
/// Tells the guest how to install CrowdStrike's Falcon sensor, by its availability zone: the customer id, where the packages
/// are, and how strict to be. A zone takes part once the store of secrets has its customer id.
/// </summary>
[Provider("crowdstrike", Aliases = ["pollinate.providers.crowdstrike.CrowdStrikeProvider"])]
[ProviderLookup(LookupKind.Server)]
[ProviderLookup(LookupKind.Secrets, Id = "{" + PatternOption + "}")]
[ProviderOption(PatternOption, Default = "CROWDSTRIKE_{az}_{key}",
    Help = "The secrets of an availability zone: {az} stands for the zone's name in capitals, {key} for each of CID, ENABLED, FAIL_IF_MISSING, INSTALLER_URL_DEB, INSTALLER_URL_RPM, PROVISIONING_TOKEN and TAGS.")]
public sealed partial class CrowdStrikeProvider : PollinateProvider
{
    private const string PatternOption = "key_pattern";
    private const string ZonePlace = "az";
    private const string KeyPlace = "key";

    private readonly ILookup<Server> _servers;
    private readonly ILookup<Secret> _secrets;
    private readonly ILogger _logger;
    private readonly SecretNamePattern _pattern;

    /// <summary>Reads the provider's section.</summary>
    /// <exception cref="InvalidOperationException">An option can't be used.</exception>
    public CrowdStrikeProvider(ProviderSettings settings, ILookup<Server> servers, ILookup<Secret> secrets, ILogger logger)
    {
        _servers = servers;
        _secrets = secrets;
        _logger = logger;
        _pattern = SecretNamePattern.Read(settings, PatternOption, ZonePlace, KeyPlace);
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

        if (string.IsNullOrEmpty(server.AvailabilityZone))
        {
            LogNoZone(_logger, server.Id);
            return ProviderResult.Nothing;
        }

        return await OfZoneAsync(context, server.AvailabilityZone, cancellationToken);
    }

    private async Task<ProviderResult> OfZoneAsync(VendordataContext context, string zone, CancellationToken cancellationToken)
    {
        var cid = await FindAsync("CID");
        if (string.IsNullOrEmpty(cid))
        {
            LogNoCid(_logger, zone, SecretName("CID"));
            return ProviderResult.Nothing;
        }

        if (!IsTrue(await FindAsync("ENABLED"), whenMissing: true))
        {
            LogDisabled(_logger, zone, SecretName("ENABLED"));
            return ProviderResult.Nothing;
        }

        var deb = await FindAsync("INSTALLER_URL_DEB");
        var rpm = await FindAsync("INSTALLER_URL_RPM");
        if (string.IsNullOrEmpty(deb) && string.IsNullOrEmpty(rpm))
        {
            LogNoInstaller(_logger, zone, SecretName("INSTALLER_URL_DEB"), SecretName("INSTALLER_URL_RPM"));
            return ProviderResult.Nothing;
        }

        // By name, as the original's answers are: what lands in the guest is the same to the byte.
        var sensor = new JsonObject
        {
            ["cid"] = cid,
            ["enabled"] = true,
            ["fail_if_missing"] = IsTrue(await FindAsync("FAIL_IF_MISSING"), whenMissing: false),
            ["installer_url"] = string.IsNullOrEmpty(deb) ? rpm : deb,
        };
        AddWhenSet(sensor, "installer_url_deb", deb);
        AddWhenSet(sensor, "installer_url_rpm", rpm);
        AddWhenSet(sensor, "provisioning_token", await FindAsync("PROVISIONING_TOKEN"));
        AddWhenSet(sensor, "tags", await FindAsync("TAGS"));
        return sensor;

        string SecretName(string key) => _pattern.Fill((ZonePlace, zone.ToUpperInvariant()), (KeyPlace, key));

        async Task<string?> FindAsync(string key) =>
            (await _secrets.FindAsync(context, SecretName(key), cancellationToken))?.Value;
    }

    private static void AddWhenSet(JsonObject sensor, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            sensor[key] = value;
    }

    private static bool IsTrue(string? value, bool whenMissing) =>
        value is null ? whenMissing : value.Trim().ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";

    [LoggerMessage(1, LogLevel.Warning, "The request names no instance; there is no CrowdStrike sensor without one.")]
    private static partial void LogNoInstance(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "Nova shows no server {ServerId}: it is gone, or the user of [service_auth] may not see it; the guest is told of no CrowdStrike sensor.")]
    private static partial void LogNoSuchServer(ILogger logger, string serverId);

    [LoggerMessage(3, LogLevel.Warning, "Nova tells no availability zone of server {ServerId}; the guest is told of no CrowdStrike sensor.")]
    private static partial void LogNoZone(ILogger logger, string serverId);

    [LoggerMessage(4, LogLevel.Debug, "The availability zone {Zone} has no CrowdStrike sensor: the store of secrets has no {Secret}.")]
    private static partial void LogNoCid(ILogger logger, string zone, string secret);

    [LoggerMessage(5, LogLevel.Debug, "The availability zone {Zone} has no CrowdStrike sensor: {Secret} turns it off.")]
    private static partial void LogDisabled(ILogger logger, string zone, string secret);

    [LoggerMessage(6, LogLevel.Warning, "The availability zone {Zone} has a CrowdStrike customer id and no installer; add {Deb} or {Rpm} to the store of secrets. The guest is told of no sensor.")]
    private static partial void LogNoInstaller(ILogger logger, string zone, string deb, string rpm);
}
