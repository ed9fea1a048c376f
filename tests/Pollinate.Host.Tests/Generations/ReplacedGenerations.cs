using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Containment;
using Pollinate.Host.Dispatch;
using Pollinate.Host.Generations;
using Pollinate.Host.Hosting;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Generations;

/// <summary>Generations of one provider, made and ended as a reload does it, on a clock of the test's own.</summary>
internal sealed class ReplacedGenerations : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ILoggerFactory _loggers;
    private readonly PluginStore _store;
    private readonly ProviderThreads _threads = ProviderThreads.OfProcess();
    private readonly GenerationFactory _factory;
    private readonly Retirement _retirement;

    /// <param name="fixture">The plugin.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="options">What to append to the configuration.</param>
    public ReplacedGenerations(string fixture, string provider, string options = "")
    {
        BuiltPlugins.CopyFixture(fixture, _folder.Combine("plugins"), fixture == "Fixture.VersionOne" ? VersionedPlugin.Name : null);
        _folder.Write("test.conf", $"[DEFAULT]\nauth_strategy = noauth\nproviders = {provider}\nplugins_dir = plugins\n{options}");
        _loggers = Log.ToFactory();
        _store = PluginStore.Open(_folder.Combine("cache"));
        _factory = new(_loggers, _store, _threads, new(_loggers.CreateLogger<ProcessGuard>()), new(), new(), Clock);
        Unloads = new(_store.Root, () => true, Clock, _loggers.CreateLogger<UnloadWatch>());
        _retirement = new(Unloads, () => Interlocked.Increment(ref _retired), Clock, _loggers.CreateLogger<Retirement>());
    }

    private int _retired;

    public FakeTimeProvider Clock { get; } = new();

    public CollectedLog Log { get; } = new();

    public UnloadWatch Unloads { get; }

    /// <summary>Makes one and asks it once, as the daemon does, and begins to end it.</summary>
    public async Task MakeAndRetireAsync()
    {
        var generation = await MakeAsync();
        (await RunAsync(generation)).Should().Contain("{");
        _retirement.Begin(generation);
    }

    /// <param name="inForce">The one whose stores it takes over.</param>
    public Task<Generation> MakeAsync(Generation? inForce = null) =>
        _factory.MakeAsync(DaemonConfiguration.Load(OsloCase.Arguments(_folder, [new(false, "test.conf")])), inForce);

    public void Retire(Generation generation) => _retirement.Begin(generation);

    public Task RetiredAsync(int count) => AdvanceUntilAsync(() => Volatile.Read(ref _retired) == count);

    /// <summary>Lets the clock go on, a second after the other, until something is so.</summary>
    public async Task AdvanceUntilAsync(Func<bool> condition) => await Eventually.TrueAsync(() =>
    {
        if (condition())
            return true;
        Clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    });

    public async ValueTask DisposeAsync()
    {
        await AdvanceUntilAsync(() => !_retirement.UnderWay.Any());
        await Unloads.DisposeAsync();
        _retirement.Dispose();
        _threads.Dispose();
        _store.Dispose();
        _loggers.Dispose();
        _folder.Dispose();
    }

    private static async Task<string> RunAsync(Generation generation)
    {
        using var body = new MemoryStream("""{"project-id":"p"}"""u8.ToArray());
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = "/";
        context.Request.ContentType = "application/json";
        context.Request.Headers["X-Identity-Status"] = "Confirmed";
        context.Request.Body = body;
        context.Response.Body = answer;
        generation.TryEnter().Should().BeTrue();
        await generation.HandleAsync(context);
        generation.Leave();
        return System.Text.Encoding.UTF8.GetString(answer.ToArray());
    }
}
