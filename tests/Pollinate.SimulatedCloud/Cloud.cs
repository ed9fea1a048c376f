using System.Net;
using Pollinate.SimulatedCloud.Keystone;
using Pollinate.SimulatedCloud.Vault;

namespace Pollinate.SimulatedCloud;

/// <summary>
/// The OpenStack services and the Vault that the daemon talks to, in one process on 127.0.0.1, with sample data and answers
/// in the shape of the real services'. Each service has a folder here and a path below the address.
/// </summary>
public sealed class Cloud : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Cloud(WebApplication app, CallCounter calls, TokenStore tokens, SimulatedVault vault)
    {
        _app = app;
        Calls = calls;
        Tokens = tokens;
        Vault = vault;
        Address = new(app.Urls.Single());
    }

    public Uri Address { get; }

    /// <summary>Keystone's address, as for <c>auth_url</c>.</summary>
    public string AuthUrl => $"{Address}identity/v3";

    /// <summary>Vault's address, as for <c>[vault] url</c>.</summary>
    public string VaultUrl => $"{Address}vault";

    /// <summary>How often each route was called.</summary>
    public CallCounter Calls { get; }

    /// <summary>What Vault holds, and does wrong.</summary>
    public SimulatedVault Vault { get; }

    internal TokenStore Tokens { get; }

    public static async Task<Cloud> StartAsync(CloudOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var calls = new CallCounter();
        var tokens = new TokenStore(options);
        app.Use(calls.CountAsync);
        app.UseRouting();
        new KeystoneService(tokens, options.Time).Map(app);
        var vault = new SimulatedVault(options.Time);
        new VaultService(vault).Map(app);
        app.MapGet("/_calls", () => calls.All);
        await app.StartAsync();
        return new(app, calls, tokens, vault);
    }

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
