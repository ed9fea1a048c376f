using System.Net;
using System.Net.Http.Headers;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Faults;

namespace Pollinate.Host.Tests.Keeping;

/// <summary>The whole daemon, which checks callers' tokens, looks up projects and has secrets, all in the simulated cloud.</summary>
internal sealed class KeptDaemon : IAsyncDisposable
{
    private const string Validation = "/identity/v3/auth/tokens";

    private KeptDaemon(Cloud cloud, ReloadableDaemon daemon)
    {
        Cloud = cloud;
        Daemon = daemon;
        NovaToken = cloud.IssueToken(SampleData.Nova, SampleData.Service);
    }

    public Cloud Cloud { get; }

    public ReloadableDaemon Daemon { get; }

    /// <summary>A token of Nova's user.</summary>
    public string NovaToken { get; }

    /// <summary>How often Keystone was asked about a token.</summary>
    public int Validations => Cloud.Calls.Of("GET", Validation);

    /// <summary>How often the daemon got a token of its own.</summary>
    public int Auths => Cloud.Calls.Of("POST", Validation);

    public static async Task<KeptDaemon> StartAsync(string authtoken = "", string serviceAuth = "", string vault = "")
    {
        var cloud = await Cloud.StartAsync(new());
        return new(cloud, await ReloadableDaemon.StartAsync(Configuration(cloud, authtoken, serviceAuth, vault)));
    }

    /// <summary>Reloads it with other options.</summary>
    /// <param name="authtoken">What to append to <c>[keystone_authtoken]</c>.</param>
    /// <param name="serviceAuth">What to append to <c>[service_auth]</c>.</param>
    /// <param name="vault">What to append to <c>[vault]</c>.</param>
    public Task ReloadAsync(string authtoken = "", string serviceAuth = "", string vault = "")
    {
        Daemon.Configure(Configuration(Cloud, authtoken, serviceAuth, vault));
        return Daemon.ReloadAsync();
    }

    /// <summary>Every call of a service breaks off without an answer.</summary>
    public void TakeAway(string service) => Cloud.Faults.Add(new(FaultKind.Reset, service));

    /// <summary>A request with a token, as Nova makes it.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent($$"""{"project-id":"{{SampleData.Demo.Id}}"}""", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("X-Auth-Token", token);
        using var response = await Daemon.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A request of Nova's, which must have all that there is.</summary>
    /// <param name="licence">The secret that is in it.</param>
    public async Task AskWellAsync(string licence = "sample-licence-monash")
    {
        var (status, body) = await AskAsync(NovaToken);
        status.Should().Be(HttpStatusCode.OK);
        body.Should().Contain("\"project_name\":\"demo\"").And.Contain(licence);
    }

    /// <summary>Whether the secrets can be read, as <c>/test</c> tells.</summary>
    public async Task<bool> HasSecretsAsync()
    {
        using var response = await Daemon.Client.GetAsync("/test");
        return response.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Daemon.Log.Should().NotContain(NovaToken).And.NotContain(SampleData.VaultToken);
        await Daemon.DisposeAsync();
        await Cloud.DisposeAsync();
    }

    private static string Configuration(Cloud cloud, string authtoken, string serviceAuth, string vault) => $"""
        [DEFAULT]
        auth_strategy = keystone
        plugins_dir = plugins,{BuiltPlugins.Shipped}
        providers = project_info, nvidia_vgpu
        warm_up = false
        [keystone_authtoken]
        auth_type = password
        http_request_max_retries = 0
        {cloud.CredentialOptions}
        {authtoken}
        [service_auth]
        auth_type = password
        {cloud.CredentialOptions}
        {serviceAuth}
        [vault]
        {cloud.VaultOptions}
        {vault}
        """;
}
