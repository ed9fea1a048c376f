using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>What an operator does with Glance: images.</summary>
internal sealed class ImageClient(string address) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>Makes a public image without content.</summary>
    public async Task CreateAsync(string adminToken, JsonObject image)
    {
        image["disk_format"] = "raw";
        image["container_format"] = "bare";
        image["visibility"] = "public";
        await SendAsync(HttpMethod.Post, "v2/images", adminToken, new StringContent(image.ToJsonString(), Encoding.UTF8, "application/json"));
        var content = new ByteArrayContent([]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        await SendAsync(HttpMethod.Put, $"v2/images/{image["id"]}/file", adminToken, content);
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(HttpMethod method, string path, string token, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, $"{address}/{path}") { Content = content };
        request.Headers.Add("X-Auth-Token", token);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
