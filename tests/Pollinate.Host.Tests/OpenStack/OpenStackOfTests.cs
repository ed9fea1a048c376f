using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Lookups;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>The session of <c>[service_auth]</c> and the lookups, as the daemon puts them together, over real sockets.</summary>
internal sealed class OpenStackOfTests : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Cloud? _cloud;

    private OpenStackOfTests(TestClock clock, ServiceAuthOptions options, CacheOptions? cache, Cloud? cloud)
    {
        Clock = clock;
        _cloud = cloud;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(new DefaultOptions())
            .AddSingleton(new KeystoneAuthtokenOptions())
            .AddSingleton(options)
            .AddSingleton(cache ?? new())
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<ISecretStore>(Secrets)
            .AddOpenStackSession()
            .AddLookups()
            .BuildServiceProvider();
    }

    public TestClock Clock { get; }

    public CollectedLog Log { get; } = new();

    public SecretsOfTests Secrets { get; } = new();

    public Redactor Redactor => _services.GetRequiredService<Redactor>();

    public Cloud Cloud => _cloud!;

    public IOpenStackSession Session => _services.GetRequiredService<IOpenStackSession>();

    public IServiceClients Clients => _services.GetRequiredService<IServiceClients>();

    /// <summary>With a simulated cloud of its own, as the daemon's own user.</summary>
    public static async Task<OpenStackOfTests> StartAsync(
        Func<ServiceAuthOptions, ServiceAuthOptions>? options = null, CacheOptions? cache = null, int pageSize = 100)
    {
        var clock = new TestClock();
        var cloud = await Cloud.StartAsync(new() { Time = clock, CredentialPageSize = pageSize });
        var usual = new ServiceAuthOptions
        {
            AuthType = "v3password",
            AuthUrl = cloud.AuthUrl,
            Username = SampleData.Pollinate.Name,
            Password = SampleData.Password,
            UserDomainId = SampleData.DefaultDomain.Id,
            ProjectName = SampleData.Service.Name,
            ProjectDomainId = SampleData.DefaultDomain.Id,
        };
        return new(clock, (options ?? (same => same))(usual), cache, cloud);
    }

    /// <summary>Against a Keystone that the test scripts.</summary>
    public static OpenStackOfTests Against(ScriptedKeystone keystone, TestClock clock, ServiceAuthOptions options) =>
        new(clock, options with { AuthUrl = keystone.Url + options.AuthUrl }, cache: null, cloud: null);

    public Task<TResource?> FindAsync<TResource>(string id, VendordataContext? context = null)
        where TResource : class =>
        _services.GetRequiredService<ILookup<TResource>>().FindAsync(context ?? Requests.New(), id, CancellationToken.None);

    /// <summary>The message of the failure that an asking must end in.</summary>
    public static async Task<string> FailureOfAsync<TException>(Func<Task> ask)
        where TException : Exception => (await ask.Should().ThrowAsync<TException>()).Which.Message;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_cloud is not null)
            await _cloud.DisposeAsync();
    }
}
