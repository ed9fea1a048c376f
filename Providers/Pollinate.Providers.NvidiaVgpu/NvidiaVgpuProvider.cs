using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Providers.NvidiaVgpu;

/// <summary>
/// Hands the guest the licence token of NVIDIA's virtual GPUs: <c>{"license_token": …}</c>, one or another by the zones
/// that its project may use.
/// </summary>
[Provider("nvidia_vgpu", Aliases = ["pollinate.providers.nvidia_vgpu.NvidiaVGPUProvider"])]
[ProviderLookup(LookupKind.Project)]
[ProviderLookup(LookupKind.Secrets, Id = "{" + ZonesOption + "}")]
[ProviderLookup(LookupKind.Secrets, Id = "{" + DefaultOption + "}")]
[ProviderOption(PropertyOption, Default = "compute_zones",
    Help = "The project's property in Keystone that holds the zones that it may use, separated by commas.")]
[ProviderOption(ZonesOption, Type = ProviderOptionType.List, Default = "monash:LICENSE_TOKEN_MONASH",
    Help = "prefix:secret entries. The first whose prefix one of the project's zones begins with names the secret that holds the licence token.")]
[ProviderOption(DefaultOption, Default = "LICENSE_TOKEN_ARDC",
    Help = "The secret that holds the licence token of every other project. When empty: those are given none.")]
public sealed partial class NvidiaVgpuProvider : PollinateProvider
{
    private const string PropertyOption = "zones_property";
    private const string ZonesOption = "zone_secrets";
    private const string DefaultOption = "default_secret";

    private readonly ILookup<Project> _projects;
    private readonly ILookup<Secret> _secrets;
    private readonly ILogger _logger;
    private readonly string _property;
    private readonly IReadOnlyList<ZoneSecret> _zones;
    private readonly string? _default;

    /// <summary>Reads the provider's section.</summary>
    /// <exception cref="InvalidOperationException">An option can't be used.</exception>
    public NvidiaVgpuProvider(ProviderSettings settings, ILookup<Project> projects, ILookup<Secret> secrets, ILogger logger)
    {
        _projects = projects;
        _secrets = secrets;
        _logger = logger;
        _property = settings.GetText(PropertyOption) is { Length: > 0 } property
            ? property
            : throw new InvalidOperationException($"[{settings.Section}] {PropertyOption} is empty; write the name of the project's property that holds its zones");
        _zones = ZoneSecret.Read(settings, ZonesOption);
        _default = settings.GetText(DefaultOption);
    }

    /// <inheritdoc/>
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var project = await _projects.FindAsync(context, context.ProjectId, cancellationToken);
        if (project is null)
        {
            LogNoSuchProject(_logger, context.ProjectId);
            return ProviderResult.Nothing;
        }

        var name = SecretNameFor(project);
        if (string.IsNullOrEmpty(name))
        {
            LogNoTokenForOthers(_logger, project.Id);
            return ProviderResult.Nothing;
        }

        var secret = await _secrets.FindAsync(context, name, cancellationToken);
        return secret is { Value.Length: > 0 }
            ? new JsonObject { ["license_token"] = secret.Value }
            : throw new InvalidOperationException($"The store of secrets has no {name}, the licence token of project {project.Id}; add it there, or name another in the section [{Name}]");
    }

    private string? SecretNameFor(Project project)
    {
        var zones = project.GetText(_property)?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return _zones
            .FirstOrDefault(one => zones.Any(zone => zone.StartsWith(one.Prefix, StringComparison.Ordinal)))
            ?.SecretName ?? _default;
    }

    [LoggerMessage(1, LogLevel.Warning, "Keystone knows no project {ProjectId}; the guest is given no licence token.")]
    private static partial void LogNoSuchProject(ILogger logger, string projectId);

    [LoggerMessage(2, LogLevel.Debug, "No licence token is for the zones of project {ProjectId}; the guest is given none.")]
    private static partial void LogNoTokenForOthers(ILogger logger, string projectId);
}
