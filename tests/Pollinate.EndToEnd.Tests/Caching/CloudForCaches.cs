using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Caching;

/// <summary>The simulated cloud as a process of its own, which counts validations, and daemons that validate there.</summary>
internal sealed partial class CloudForCaches : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ChildProcess _cloud = ChildProcess.Start("dotnet", [Repository.SimulatedCloud]);
    private readonly HttpClient _client = new();
    private string _address = "";

    public static async Task<CloudForCaches> StartAsync()
    {
        var cloud = new CloudForCaches();
        await Eventually.WaitForAsync("the simulated cloud to say where it is", Patience, () => Task.FromResult(Address().IsMatch(cloud._cloud.Output)));
        cloud._address = Address().Match(cloud._cloud.Output).Groups[1].Value;
        return cloud;
    }

    /// <summary>A daemon that asks this cloud about tokens.</summary>
    /// <param name="options">More options of <c>[keystone_authtoken]</c>, and sections after it.</param>
    public Task<PublishedDaemon> StartDaemonAsync(string options) => PublishedDaemon.StartAsync(Configuration(options));

    public string Configuration(string options) => $"""
        [DEFAULT]
        providers = test
        # It would validate a token, and the tests count.
        warm_up = false
        [keystone_authtoken]
        auth_type = v3password
        auth_url = {_address}identity/v3
        username = pollinate
        password = secret
        user_domain_name = Default
        project_name = service
        project_domain_name = Default
        {options}
        """;

    /// <summary>A new token of Nova's.</summary>
    public async Task<string> NewTokenAsync()
    {
        using var response = await _client.PostAsJsonAsync($"{_address}identity/v3/auth/tokens", JsonNode.Parse(
            """
            {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "novavd", "password": "secret", "domain": {"name": "Default"}}}},
            "scope": {"project": {"name": "service", "domain": {"name": "Default"}}}}}
            """));
        return Marks.Add("a caller's token", response.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single());
    }

    /// <summary>How often a daemon has had a token validated.</summary>
    public async Task<int> ValidationsAsync()
    {
        var calls = await _client.GetFromJsonAsync<Dictionary<string, int>>($"{_address}_calls");
        return calls!.Where(call => call.Key.StartsWith("GET ", StringComparison.Ordinal) && call.Key.EndsWith("/auth/tokens", StringComparison.Ordinal)).Sum(call => call.Value);
    }

    /// <summary>Asks a daemon as Nova does; it must answer with what the provider gives.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> AskAsync(PublishedDaemon daemon, string token)
    {
        var begun = TimeProvider.System.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Post, daemon.Address)
        {
            Content = JsonContent.Create(new JsonObject { ["project-id"] = "p", ["instance-id"] = "i" }),
        };
        request.Headers.Add("X-Auth-Token", token);
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var taken = TimeProvider.System.GetElapsedTime(begun);
        response.EnsureSuccessStatusCode();
        body.Should().Contain("\"OK\"");
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cloud.DisposeAsync();
    }

    [GeneratedRegex(@"The simulated cloud is at (http://\S+)")]
    private static partial Regex Address();
}
