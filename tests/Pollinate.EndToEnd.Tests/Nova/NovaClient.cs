using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Keystone;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Nova;

/// <summary>
/// Asks for vendordata with <c>nova.api.metadata.vendordata_dynamic.DynamicVendorData</c>, which is what Nova itself does for
/// every config drive and metadata request.
/// </summary>
internal sealed class NovaClient
{
    /// <summary>The target's name, under which the guest finds the answer.</summary>
    public const string Target = "pollinate";

    private const int BootFails = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _configuration;

    private NovaClient(Uri daemon, string authentication, bool isFatal = false, string? targets = null, string api = "") => _configuration = $"""
        [api]
        vendordata_providers = DynamicJSON
        vendordata_dynamic_targets = {targets ?? $"{Target}@{daemon}"}
        vendordata_dynamic_failure_fatal = {isFatal}
        vendordata_dynamic_connect_timeout = 60
        vendordata_dynamic_read_timeout = 60
        {api}

        {authentication}
        """;

    /// <summary>Nova as it is configured in production.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="authUrl">Keystone.</param>
    /// <param name="user">As whom Nova asks.</param>
    /// <param name="isFatal">Whether a boot fails without an answer.</param>
    /// <param name="targets"><c>name@address</c>, separated by commas; when null, the daemon's root as <see cref="Target"/>.</param>
    public static NovaClient WithPassword(
        Uri daemon, string authUrl, KeystoneUser user, bool isFatal = false, string? targets = null) =>
        new(daemon, Authentication(authUrl, user), isFatal, targets);

    /// <summary>Nova that asks over TLS.</summary>
    /// <param name="daemon">The daemon, with https.</param>
    /// <param name="authUrl">Keystone.</param>
    /// <param name="user">As whom Nova asks.</param>
    /// <param name="authorities">The file of <c>vendordata_dynamic_ssl_certfile</c>; when null, it is not set.</param>
    /// <param name="client">The files of the certificate that Nova shows, and of its key; when null, it shows none.</param>
    public static NovaClient OverTls(
        Uri daemon, string authUrl, KeystoneUser user, string? authorities, (string Certificate, string Key)? client = null) => new(
            daemon,
            Authentication(authUrl, user) + (client is { } own ? $"\ncertfile = {own.Certificate}\nkeyfile = {own.Key}\n" : ""),
            api: authorities is null ? "" : $"vendordata_dynamic_ssl_certfile = {authorities}");

    /// <summary>Nova with a token that it did not get itself.</summary>
    public static NovaClient WithToken(Uri daemon, string token) => new(daemon, $"""
        [vendordata_dynamic_auth]
        auth_type = admin_token
        endpoint = {daemon}
        token = {token}
        """);

    /// <summary>Nova whose operator forgot <c>[vendordata_dynamic_auth]</c>.</summary>
    public static NovaClient WithoutToken(Uri daemon) => new(daemon, "");

    private static string Authentication(string authUrl, KeystoneUser user) => $"""
        [vendordata_dynamic_auth]
        auth_type = password
        auth_url = {authUrl}
        username = {user.Name}
        password = {user.Password}
        user_domain_name = Default
        project_name = {user.Project}
        project_domain_name = Default
        """;

    public async Task<NovaAnswer> AskAsync(NovaInstance instance)
    {
        var folder = Directory.CreateTempSubdirectory("nova-");
        try
        {
            var file = Path.Combine(folder.FullName, "nova.conf");
            await File.WriteAllTextAsync(file, _configuration);
            await using var client = ChildProcess.Start(
                "/usr/bin/python3",
                [Path.Combine(AppContext.BaseDirectory, "Python", "nova_client.py"), file, folder.FullName, instance.ToJson()],
                new Dictionary<string, string?> { ["PYTHONDONTWRITEBYTECODE"] = "1" });
            return await client.WaitAsync(Patience) switch
            {
                0 => new(JsonNode.Parse(client.Output)!.AsObject(), client.Errors),
                BootFails => new(null, client.Errors),
                var code => throw new InvalidOperationException($"Nova's client ended with {code}:\n{client.Errors}"),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
