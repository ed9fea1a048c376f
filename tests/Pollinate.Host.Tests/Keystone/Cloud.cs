using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Authentication;
using Pollinate.Host.Budgets;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>
/// A scripted Keystone, a recording application behind the daemon's authentication, and a client, all on real sockets.
/// When it is disposed it has looked through everything that was logged for tokens and passwords.
/// </summary>
internal sealed class Cloud : IAsyncDisposable
{
    public const string Password = "s3cret-passw0rd";
    public const string PublicUrl = "https://keystone.example.org:5000";

    /// <summary>A valid token of Nova's user, known to every scripted Keystone here.</summary>
    public const string NovaToken = "gAAAAA-nova-token";

    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly ConcurrentDictionary<string, bool> _secrets = new();
    private readonly LogCollector _logs = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
    private WebApplication? _app;

    private Cloud(TestClock clock, ScriptedKeystone keystone)
    {
        Clock = clock;
        Keystone = keystone;
    }

    public TestClock Clock { get; }

    public ScriptedKeystone Keystone { get; private set; }

    public string Url { get; private set; } = "";

    public IReadOnlyList<string> Log => _logs.Own;

    public IEnumerable<string> LogOfAllLevels => _logs.Lines.Select(line => line.Text);

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public IServiceProvider Services => _app!.Services;

    /// <summary>The one request that the application saw.</summary>
    public SeenRequest App => _seen.Single();

    /// <summary>What the application answers; 200 when null.</summary>
    public RequestDelegate? AppReply { get; set; }

    /// <summary>Who the connection's own authentication says that the client is.</summary>
    public ClaimsPrincipal? ConnectionUser { get; set; }

    public DateTimeOffset InAnHour => Clock.GetUtcNow().AddHours(1);

    public static async Task<Cloud> StartAsync(
        Func<KeystoneAuthtokenOptions, KeystoneAuthtokenOptions>? authtoken = null,
        Func<ServiceAuthOptions, ServiceAuthOptions>? serviceAuth = null,
        string strategy = DefaultOptions.KeystoneStrategy,
        ScriptedKeystone? keystone = null,
        TestClock? clock = null,
        CacheDeaths? deaths = null)
    {
        clock ??= new();
        var cloud = new Cloud(clock, keystone ?? await ScriptedKeystone.StartAsync(clock));
        cloud.AddToken(NovaToken, Tokens.Nova(clock.GetUtcNow().AddHours(8)));
        await cloud.StartAppAsync(
            strategy,
            (authtoken ?? (options => options))(cloud.UsualAuthtoken()),
            (serviceAuth ?? (options => options))(new()),
            deaths ?? new());
        return cloud;
    }

    /// <summary>Makes a token valid, and a secret that no log may hold.</summary>
    public void AddToken(string token, System.Text.Json.Nodes.JsonObject body)
    {
        _secrets[token] = true;
        Keystone.Add(token, body);
    }

    public Task<Answer> PostAsync(string? token, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/", token, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token, params (string Name, string Value)[] headers)
    {
        if (token is { Length: > 3 })
            _secrets[token] = true;
        using var request = new HttpRequestMessage(method, Url + path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("X-Auth-Token", token);
        foreach (var (name, value) in headers)
        {
            if (name.EndsWith("-Token", StringComparison.Ordinal) && value.Length > 3)
                _secrets[value] = true;
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (method == HttpMethod.Post)
            request.Content = new StringContent("""{"project-id": "p"}""", new MediaTypeHeaderValue("application/json"));
        var response = await _client.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    /// <summary>Stops Keystone; its port refuses connections from then on.</summary>
    public ValueTask StopKeystoneAsync() => Keystone.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app!.DisposeAsync();
        await Keystone.DisposeAsync();
        foreach (var secret in _secrets.Keys.Concat(Keystone.OwnTokens).Append(Password))
        {
            _logs.Lines.Should().NotContain(
                line => line.Text.Contains(secret, StringComparison.Ordinal), because: "no log may hold a token or a password");
        }
    }

    private KeystoneAuthtokenOptions UsualAuthtoken() => new()
    {
        AuthType = "password",
        AuthUrl = Keystone.Url,
        Username = "pollinate",
        Password = Password,
        UserDomainName = "Default",
        ProjectName = "service",
        ProjectDomainName = "Default",
        WwwAuthenticateUri = PublicUrl,
    };

    private async Task StartAppAsync(string strategy, KeystoneAuthtokenOptions authtoken, ServiceAuthOptions serviceAuth, CacheDeaths deaths)
    {
        var builder = LocalServer.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs);
        builder.Services.AddSingleton(new DefaultOptions { AuthStrategy = strategy });
        builder.Services.AddSingleton(authtoken);
        builder.Services.AddSingleton(serviceAuth);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(deaths);
        builder.Services.AddKeystoneAuthentication();
        builder.Services.AddOpenStackSession();

        _app = builder.Build();
        _app.Use((context, next) =>
        {
            if (ConnectionUser is not null)
                context.User = ConnectionUser;
            return next(context);
        });
        var authentication = _app.Services.GetRequiredService<IRequestAuthentication>();
        _app.Run(async context =>
        {
            using var budget = RequestBudget.Begin(context, length: null, Clock);
            if (await authentication.AuthenticateAsync(context, budget) is { } identity)
                await RecordAsync(context, identity);
        });
        await _app.StartAsync();
        Url = LocalServer.UrlOf(_app);
    }

    private Task RecordAsync(HttpContext context, RequestIdentity identity)
    {
        _seen.Enqueue(new(
            context.Request.Method,
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
            identity));
        return AppReply?.Invoke(context) ?? Task.CompletedTask;
    }
}
