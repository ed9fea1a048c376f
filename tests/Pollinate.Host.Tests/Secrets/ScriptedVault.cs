using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>A server that says what Vault never would, and the store of secrets in front of it.</summary>
internal sealed class ScriptedVault : IAsyncDisposable
{
    public const string Token = "marked-vault-token";
    public const string Marked = "marked-secret";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RecordedRequest> _requests;

    private ScriptedVault(WebApplication app, ConcurrentQueue<RecordedRequest> requests, Func<VaultOptions, VaultOptions> change)
    {
        _app = app;
        _requests = requests;
        Url = LocalServer.UrlOf(app);
        Store = new(new(), change(new() { Url = Url, Path = "p", Token = Token }), Token, Marked);
    }

    public string Url { get; }

    public StoreUnderTest Store { get; }

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public static async Task<ScriptedVault> StartAsync(
        RequestDelegate reply, Func<VaultOptions, VaultOptions>? change = null, X509Certificate2? certificate = null)
    {
        var requests = new ConcurrentQueue<RecordedRequest>();
        var app = LocalServer.CreateBuilder(certificate: certificate).Build();
        app.Run(async context =>
        {
            requests.Enqueue(await RecordedRequest.ReadAsync(context));
            await reply(context);
        });
        await app.StartAsync();
        return new(app, requests, change ?? (options => options));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _app.DisposeAsync();
    }
}
