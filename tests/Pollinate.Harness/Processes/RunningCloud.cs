using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Pollinate.SimulatedCloud;

namespace Pollinate.Harness.Processes;

/// <summary>The simulated cloud as a process of its own.</summary>
internal sealed partial class RunningCloud : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _client;

    private RunningCloud(ServerProcess process, Uri address)
    {
        _process = process;
        Address = address;
        _client = new() { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <param name="executable">The cloud's executable.</param>
    /// <param name="latency">How long every call of a service takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RunningCloud> StartAsync(string executable, TimeSpan latency, CancellationToken cancellationToken)
    {
        var process = ServerProcess.Start(
            executable,
            _ => ["--latency", latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)],
            new Dictionary<string, string>(),
            Serving());
        try
        {
            return new(process, new((await process.WhenReadyAsync(cancellationToken)).Groups[1].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A token as Nova asks with.</summary>
    public Task<string> IssueNovasTokenAsync(CancellationToken cancellationToken) => IssueAsync(SampleData.Nova.Name, cancellationToken);

    /// <summary>A token as the daemon asks with.</summary>
    public Task<string> IssueDaemonsTokenAsync(CancellationToken cancellationToken) => IssueAsync(SampleData.Pollinate.Name, cancellationToken);

    /// <summary>How often each route was called since <see cref="ForgetCallsAsync"/>.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CallsAsync(CancellationToken cancellationToken) =>
        (await _client.GetFromJsonAsync<Dictionary<string, int>>("_calls", cancellationToken))!;

    public async Task ForgetCallsAsync(CancellationToken cancellationToken)
    {
        using var response = await _client.DeleteAsync("_calls", cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<string> IssueAsync(string name, CancellationToken cancellationToken)
    {
        var scope = new { project = new { name = SampleData.Service.Name, domain = new { name = SampleData.DefaultDomain.Name } } };
        var user = new { name, domain = new { name = SampleData.DefaultDomain.Name }, password = SampleData.Password };
        using var response = await _client.PostAsJsonAsync(
            $"{Cloud.AuthUrlAt(Address)}/auth/tokens",
            new { auth = new { identity = new { methods = new[] { "password" }, password = new { user } }, scope } },
            cancellationToken);
        return response.EnsureSuccessStatusCode().Headers.GetValues("X-Subject-Token").Single();
    }

    [GeneratedRegex(@"The simulated cloud is at (http://\S+)")]
    private static partial Regex Serving();
}
