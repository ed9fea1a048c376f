using System.Net;
using Pollinate.SimulatedCloud.Cinder;
using Pollinate.SimulatedCloud.Faults;
using Pollinate.SimulatedCloud.Glance;
using Pollinate.SimulatedCloud.Keystone;
using Pollinate.SimulatedCloud.Nova;
using Pollinate.SimulatedCloud.Vault;

namespace Pollinate.SimulatedCloud;

/// <summary>
/// The OpenStack services and the Vault that the daemon talks to, in one process on 127.0.0.1, with sample data and answers
/// in the shape of the real services'. Each service has a folder here and a path below the address.
/// </summary>
public sealed class Cloud : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Cloud(WebApplication app, CallCounter calls, CallGate gate, FaultList faults, TokenStore tokens, SimulatedVault vault)
    {
        _app = app;
        Calls = calls;
        Gate = gate;
        Faults = faults;
        Tokens = tokens;
        Vault = vault;
        Address = new(app.Urls.Single());
    }

    public Uri Address { get; }

    /// <summary>Keystone's address, as for <c>auth_url</c>.</summary>
    public string AuthUrl => AuthUrlAt(Address);

    /// <summary>Vault's address, as for <c>[vault] url</c>.</summary>
    public string VaultUrl => VaultUrlAt(Address);

    /// <summary>The options of a section of the daemon's configuration that authenticates as its user here.</summary>
    public string CredentialOptions => CredentialOptionsAt(Address);

    /// <summary>The options of <c>[vault]</c> of a daemon that reads the secrets here.</summary>
    public string VaultOptions => VaultOptionsAt(Address);

    /// <summary>How often each route was called.</summary>
    public CallCounter Calls { get; }

    /// <summary>Holds calls back.</summary>
    public CallGate Gate { get; }

    /// <summary>What goes wrong.</summary>
    public FaultList Faults { get; }

    /// <summary>What Vault holds, and does wrong.</summary>
    public SimulatedVault Vault { get; }

    internal TokenStore Tokens { get; }

    /// <summary>As <see cref="AuthUrl"/>, of a cloud in a process of its own.</summary>
    public static string AuthUrlAt(Uri address) => $"{address}identity/v3";

    /// <summary>As <see cref="CredentialOptions"/>, of a cloud in a process of its own.</summary>
    public static string CredentialOptionsAt(Uri address) => $"""
        auth_url = {AuthUrlAt(address)}
        username = {SampleData.Pollinate.Name}
        password = {SampleData.Password}
        user_domain_name = {SampleData.DefaultDomain.Name}
        project_name = {SampleData.Service.Name}
        project_domain_name = {SampleData.DefaultDomain.Name}
        """;

    /// <summary>As <see cref="VaultOptions"/>, of a cloud in a process of its own.</summary>
    public static string VaultOptionsAt(Uri address) => $"""
        url = {VaultUrlAt(address)}
        token = {SampleData.VaultToken}
        path = {SampleData.SecretPath}
        """;

    public static async Task<Cloud> StartAsync(CloudOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var calls = new CallCounter();
        var tokens = new TokenStore(options);
        var gate = new CallGate();
        var faults = new FaultList();
        app.UseRouting();
        app.Use(calls.CountAsync);
        app.Use((await ServiceLatency.MeasureAsync(options.Latency)).PassAsync);
        app.Use(gate.PassAsync);
        var vault = new SimulatedVault(options.Time);
        app.Use(new FaultMiddleware(faults, tokens, vault).ApplyAsync);
        new KeystoneService(tokens, options).Map(app);
        new NovaService(tokens).Map(app);
        new GlanceService(tokens).Map(app);
        new CinderService(tokens).Map(app);
        new VaultService(vault).Map(app);
        FaultRoutes.Map(app, faults);
        app.MapGet("/_calls", () => calls.All);
        app.MapDelete("/_calls", calls.Clear);
        await app.StartAsync();
        return new(app, calls, gate, faults, tokens, vault);
    }

    /// <summary>Forgets every token that was given out: the next call with one is 401.</summary>
    public void ExpireTokens() => Tokens.Clear();

    /// <summary>Forgets the tokens of one user.</summary>
    public void ExpireTokensOf(SampleUser user) => Tokens.ForgetThoseOf(user);

    /// <summary>A new token, as the user could get one.</summary>
    public string IssueToken(SampleUser user, SampleProject project) => Tokens.Issue(user, project, isSystem: false, "password").Value;

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string VaultUrlAt(Uri address) => $"{address}vault";
}
