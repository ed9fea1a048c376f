using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Keystone;

/// <summary>What an operator does with Keystone: users, projects, tokens.</summary>
internal sealed class KeystoneClient(string authUrl) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>Gets a token by password.</summary>
    public async Task<string> AuthenticateAsync(KeystoneUser user)
    {
        var domain = new { name = "Default" };
        using var response = await _http.PostAsJsonAsync(Address("auth/tokens"), new
        {
            auth = new
            {
                identity = new { methods = new[] { "password" }, password = new { user = new { name = user.Name, domain, password = user.Password } } },
                scope = new { project = new { name = user.Project, domain } },
            },
        });
        return Marks.Add($"a token of {user.Name}", response.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single());
    }

    /// <summary>Whether Keystone takes a token for valid, asked with the rights of an administrator.</summary>
    public async Task<bool> IsValidAsync(string adminToken, string token)
    {
        using var request = Request(HttpMethod.Get, "auth/tokens", adminToken);
        request.Headers.Add("X-Subject-Token", token);
        using var response = await _http.SendAsync(request);
        return response.StatusCode != HttpStatusCode.NotFound && response.EnsureSuccessStatusCode() is not null;
    }

    public async Task RevokeAsync(string adminToken, string token)
    {
        using var request = Request(HttpMethod.Delete, "auth/tokens", adminToken);
        request.Headers.Add("X-Subject-Token", token);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <returns>The project's id.</returns>
    public Task<string> CreateProjectAsync(string adminToken, string name, JsonObject? properties = null)
    {
        var project = properties ?? [];
        project["name"] = name;
        project["domain_id"] = "default";
        return CreateAsync(adminToken, "project", project);
    }

    /// <summary>Makes a user with a role in a project that exists.</summary>
    /// <returns>The user's id.</returns>
    public async Task<string> CreateUserAsync(string adminToken, KeystoneUser user, string projectId, string role)
    {
        var userId = await CreateAsync(adminToken, "user", new JsonObject
        {
            ["name"] = user.Name,
            ["password"] = user.Password,
            ["domain_id"] = "default",
        });
        var roleId = await FindRoleAsync(adminToken, role)
            ?? await CreateAsync(adminToken, "role", new JsonObject { ["name"] = role });
        using var request = Request(HttpMethod.Put, $"projects/{projectId}/users/{userId}/roles/{roleId}", adminToken);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return userId;
    }

    /// <summary>Puts a service with a public endpoint into the catalog.</summary>
    public async Task CreateServiceAsync(string adminToken, string type, string address)
    {
        var serviceId = await CreateAsync(adminToken, "service", new JsonObject { ["name"] = type, ["type"] = type });
        await CreateAsync(adminToken, "endpoint", new JsonObject
        {
            ["service_id"] = serviceId,
            ["interface"] = "public",
            ["region_id"] = "RegionOne",
            ["url"] = address,
        });
    }

    /// <summary>Makes a credential as users do for CloudStor.</summary>
    public async Task CreateCredentialAsync(string adminToken, string userId, string projectId, string type, string blob) =>
        await CreateAsync(adminToken, "credential", new JsonObject
        {
            ["user_id"] = userId,
            ["project_id"] = projectId,
            ["type"] = type,
            ["blob"] = blob,
        });

    public void Dispose() => _http.Dispose();

    private async Task<string?> FindRoleAsync(string adminToken, string name)
    {
        using var request = Request(HttpMethod.Get, $"roles?name={name}", adminToken);
        using var response = await _http.SendAsync(request);
        var body = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        return (string?)body!["roles"]!.AsArray().FirstOrDefault()?["id"];
    }

    private async Task<string> CreateAsync(string adminToken, string kind, JsonObject resource)
    {
        using var request = Request(HttpMethod.Post, kind + "s", adminToken);
        request.Content = JsonContent.Create(new JsonObject { [kind] = resource });
        using var response = await _http.SendAsync(request);
        var body = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        return (string)body![kind]!["id"]!;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, Address(path));
        request.Headers.Add("X-Auth-Token", token);
        return request;
    }

    private Uri Address(string path) => new($"{authUrl}/{path}");
}
