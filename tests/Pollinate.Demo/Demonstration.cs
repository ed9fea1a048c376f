using System.Net.Http.Json;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud;

namespace Pollinate.Demo;

/// <summary>Starts the simulated cloud and the daemon, asks once as Nova does, and shows the answer.</summary>
internal sealed class Demonstration(string daemon, int port, bool once)
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Uri _target = new($"http://127.0.0.1:{port}/");

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var process = DaemonProcess.Start(daemon, folder => Configuration(cloud, folder));
        using var client = new HttpClient();
        if (!await IsReadyAsync(client, process, cancellationToken))
        {
            await Console.Error.WriteLineAsync($"The daemon did not come up at {_target}; what it printed says why.");
            return 1;
        }

        var token = await AuthenticateAsync(client, cloud, cancellationToken);
        using var response = await client.SendAsync(NovasRequest(token), cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            await Console.Error.WriteLineAsync($"The daemon answered {(int)response.StatusCode}: {answer}");
            return 1;
        }

        Console.WriteLine(JsonNode.Parse(answer)!.ToJsonString(Readable));
        Console.WriteLine($"""

            curl -s {_target} -H 'Content-Type: application/json' -H 'X-Auth-Token: {token}' -d '{Body().ToJsonString()}'
            """);
        if (!once)
            await StayAsync(process, cancellationToken);
        return 0;
    }

    private static async Task StayAsync(DaemonProcess process, CancellationToken cancellationToken)
    {
        Console.WriteLine("\nCtrl-C ends the daemon and the simulated cloud.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how this is meant to end.
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient client, DaemonProcess process, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTime);
        try
        {
            while (!process.HasEnded)
            {
                // A daemon of somebody else's on the same port answers, too, while ours gives up.
                await Task.Delay(TimeSpan.FromMilliseconds(200), deadline.Token);
                try
                {
                    using var response = await client.GetAsync(new Uri(_target, "healthcheck"), deadline.Token);
                    if (response.IsSuccessStatusCode && !process.HasEnded)
                        return true;
                }
                catch (HttpRequestException)
                {
                    // Not up yet.
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not up in time.
        }

        return false;
    }

    private static async Task<string> AuthenticateAsync(HttpClient client, Cloud cloud, CancellationToken cancellationToken)
    {
        var scope = new { project = new { name = SampleData.Service.Name, domain = new { name = SampleData.DefaultDomain.Name } } };
        var user = new { name = SampleData.Nova.Name, domain = new { name = SampleData.DefaultDomain.Name }, password = SampleData.Password };
        using var response = await client.PostAsJsonAsync(
            $"{cloud.AuthUrl}/auth/tokens",
            new { auth = new { identity = new { methods = new[] { "password" }, password = new { user } }, scope } },
            cancellationToken);
        return response.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single();
    }

    /// <summary>A request as Nova's client makes it, header by header.</summary>
    private HttpRequestMessage NovasRequest(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _target)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body().ToJsonString())),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "openstack-nova-vendordata");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
        return request;
    }

    private static JsonObject Body() => new()
    {
        ["project-id"] = SampleData.Demo.Id,
        ["instance-id"] = SampleData.InstanceId,
        ["image-id"] = SampleData.ImageId,
        ["user-data"] = null,
        ["hostname"] = "demo-1",
        ["metadata"] = new JsonObject(),
        ["boot-roles"] = "member,reader",
    };

    private string Configuration(Cloud cloud, DirectoryInfo folder) => $"""
        [DEFAULT]
        auth_strategy = keystone
        providers = project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test
        plugins_cache_dir = {Path.Combine(folder.FullName, "plugins")}

        [admin]
        port = 0

        [server]
        host = 127.0.0.1
        port = {port}

        [keystone_authtoken]
        auth_type = password
        {cloud.CredentialOptions}

        [service_auth]
        auth_section = keystone_authtoken

        [vault]
        {cloud.VaultOptions}
        """;
}
