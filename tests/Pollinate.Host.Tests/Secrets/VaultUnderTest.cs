using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Vault;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>The store of secrets in front of the simulated Vault, whose secrets and tokens must turn up nowhere else.</summary>
internal sealed class VaultUnderTest : IAsyncDisposable
{
    public const string Path = SampleData.SecretPath;

    /// <summary>What lies in Vault at first.</summary>
    public static readonly IReadOnlyDictionary<string, string> Secrets = new Dictionary<string, string>
    {
        ["LICENCE"] = "marked-licence",
        ["PRODUCT_KEY"] = "marked-product-key",
    };

    private readonly Cloud _cloud;
    private readonly StoreUnderTest _store;
    private readonly TemporaryFolder _folder;
    private int _arrivedBefore;

    private VaultUnderTest(Cloud cloud, SimulatedVault vault, StoreUnderTest store, TemporaryFolder folder)
    {
        _cloud = cloud;
        Vault = vault;
        vault.Write(Path, new(Secrets.Select(secret => KeyValuePair.Create(secret.Key, (JsonNode?)secret.Value))));
        _store = store;
        _folder = folder;
    }

    public SimulatedVault Vault { get; }

    public FakeTimeProvider Clock => _store.Clock;

    public ISecretStore Store => _store.Store;

    public Redactor Redactor => _store.Redactor;

    public IReadOnlyList<string> Said => _store.Said;

    /// <summary>The file with the service account's token.</summary>
    public string JwtFile => _folder.Combine("jwt");

    public static Task<VaultUnderTest> WithTokenAsync(Func<VaultOptions, VaultOptions>? change = null) =>
        StartAsync(options => (change ?? Same)(options with { Token = SampleData.VaultToken }));

    public static Task<VaultUnderTest> WithKubernetesAsync(Func<VaultOptions, VaultOptions>? change = null) =>
        StartAsync(options => (change ?? Same)(options with { Role = SampleLogin.Role }));

    public static Task<VaultUnderTest> WithAppRoleAsync(Func<VaultOptions, VaultOptions>? change = null) =>
        StartAsync(options => (change ?? Same)(options with { RoleId = SampleLogin.RoleId, SecretId = SampleLogin.SecretId }));

    public Task<IReadOnlyDictionary<string, string>> ReadAsync() => _store.ReadAsync();

    public Task<IReadOnlyDictionary<string, string>[]> BurstAsync() => _store.BurstAsync();

    public Task<SecretStoreException> FailureAsync() => _store.FailureAsync();

    /// <summary>Lets the map grow too old to be served without asking.</summary>
    public void Expire() => Clock.Advance(TimeSpan.FromSeconds(60));

    /// <summary>How many calls have come to a Vault that hangs.</summary>
    public int Arrived => Vault.Arrived - _arrivedBefore;

    /// <summary>Lets every call hang until it is disposed.</summary>
    public IDisposable Hang()
    {
        _arrivedBefore = Vault.Arrived;
        var gate = new TaskCompletionSource();
        Vault.Gate = gate.Task;
        return new Release(gate);
    }

    public void WriteJwt(string jwt) => _folder.Write("jwt", jwt);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<VaultUnderTest> StartAsync(Func<VaultOptions, VaultOptions> change)
    {
        var folder = new TemporaryFolder();
        var jwt = folder.Write("jwt", SampleLogin.Jwt + "\n");
        // The cloud's clock is the store's, which needs the cloud's address first.
        var clock = new RelayedClock();
        var cloud = await Cloud.StartAsync(new() { Time = clock });
        var store = new StoreUnderTest(
            new(),
            change(new() { Url = cloud.VaultUrl, Path = Path, KubernetesTokenPath = jwt }),
            [.. Secrets.Values, SampleData.VaultToken, SampleLogin.Jwt, SampleLogin.SecretId, "hvs.", "stolen"]);
        clock.Source = store.Clock;
        return new(cloud, cloud.Vault, store, folder);
    }

    private static VaultOptions Same(VaultOptions options) => options;

    private sealed class Release(TaskCompletionSource gate) : IDisposable
    {
        public void Dispose() => gate.TrySetResult();
    }

    private sealed class RelayedClock : TimeProvider
    {
        public TimeProvider Source { get; set; } = System;

        public override DateTimeOffset GetUtcNow() => Source.GetUtcNow();
    }
}
