using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Pollinate.Providers.CloudStor;

/// <summary>
/// Hands the guest the credential that Keystone keeps for its project: the JSON of the first credential of a type that
/// belongs to the project.
/// </summary>
/// <remarks>Keystone can't be asked for the credentials of a project, only for those of a type.</remarks>
[Provider("cloudstor", Aliases = ["pollinate.providers.cloudstor.CloudStorProvider"])]
[ProviderLookup(LookupKind.Credentials, Id = DefaultType)]
[ProviderOption(TypeOption, Default = DefaultType, Help = "The type of the credentials in Keystone.")]
public sealed partial class CloudStorProvider : PollinateProvider
{
    private const string TypeOption = "credential_type";
    private const string DefaultType = "cloudstor";

    private readonly ILookup<CredentialList> _credentials;
    private readonly ILogger _logger;
    private readonly string _type;

    /// <summary>Reads the provider's section.</summary>
    /// <exception cref="InvalidOperationException">An option can't be used.</exception>
    public CloudStorProvider(ProviderSettings settings, ILookup<CredentialList> credentials, ILogger logger)
    {
        _credentials = credentials;
        _logger = logger;
        _type = settings.GetText(TypeOption) is { Length: > 0 } type
            ? type
            : throw new InvalidOperationException($"[{settings.Section}] {TypeOption} is empty; write the type of the credentials in Keystone, such as {DefaultType}");
    }

    /// <inheritdoc/>
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var list = await _credentials.FindAsync(context, _type, cancellationToken);
        var credential = list?.Credentials.FirstOrDefault(one => one.ProjectId == context.ProjectId);
        if (credential is null)
        {
            LogNone(_logger, context.ProjectId, _type);
            return ProviderResult.Nothing;
        }

        try
        {
            return ProviderResult.Parse(Encoding.UTF8.GetBytes(credential.Blob));
        }
        catch (JsonException)
        {
            // The parser's message quotes the blob.
            throw new InvalidOperationException($"The blob of {credential}, of project {context.ProjectId}, is not JSON; correct the credential in Keystone");
        }
    }

    // Most projects have none.
    [LoggerMessage(1, LogLevel.Debug, "The project {ProjectId} has no credential of type {Type}; the guest is given none.")]
    private static partial void LogNone(ILogger logger, string projectId, string type);
}
