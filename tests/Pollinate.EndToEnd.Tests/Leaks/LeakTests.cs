using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Commands;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Nova;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Leaks;

/// <summary>
/// The published daemon with a provider that gives away what was entrusted to it. Like every daemon of these tests it is searched for
/// every secret when it is disposed.
/// </summary>
internal sealed class LeakTests
{
    private const string PasswordVariable = "OS_KEYSTONE_AUTHTOKEN__PASSWORD";

    private static readonly string Key = Marks.New("the provider's key");
    private static readonly string ProductKey = Marks.New("the product key");
    private static readonly string Password = Marks.New("the daemon's password");
    private static readonly string VaultToken = Marks.NewPlain("the token for Vault");
    private static readonly string CallersToken = Marks.NewPlain("the caller's token");

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("nova-pollinate-leaks-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    [Test]
    public async Task Whatever_a_provider_and_a_caller_do_no_secret_leaves_but_in_the_answer()
    {
        await using var daemon = await StartAsync("Fixture.Leaks", "leaking", "");

        (await AskAsync(daemon, "gives")).Should().Be((HttpStatusCode.OK, new JsonObject { ["leaking"] = ProductKey }.ToJsonString()));
        foreach (var way in new[] { "throws", "logs", "is_cut", "throws_on_a_thread", "throws_in_async_void", "gives_what_is_no_JSON" })
            (await AskAsync(daemon, way)).Status.Should().Be(HttpStatusCode.OK);
        await daemon.ShouldLogAsync("threw outside of a call");
        await daemon.ShouldLogAsync("failed outside of a call");
        using var client = new HttpClient { BaseAddress = daemon.Address, DefaultRequestHeaders = { { "X-Auth-Token", CallersToken } } };
        foreach (var path in new[] { "healthcheck", "healthcheck?detailed=true", "test", $"?token={CallersToken}" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            new LeakSearch(Marks.All).Describe(await answer.Content.ReadAsStringAsync()).Should().BeEmpty();
        }

        await daemon.ShouldLogAsync("can't use ***");
        await daemon.ShouldLogAsync("DEBUG Microsoft.AspNetCore.Server.Kestrel");
    }

    [Test]
    public async Task A_reload_that_fails_says_why_without_the_key()
    {
        await using var daemon = await StartAsync("Fixture.Leaks", "leaking", "");

        await daemon.ConfigureAsync(Configuration("Fixture.Leaks", "leaking", "fails_check = true"));
        await daemon.HangUpAsync();

        await daemon.ShouldLogAsync("stays in force");
        await daemon.ShouldLogAsync("the key *** does not fit");
    }

    [TestCase("fails_fast")]
    [TestCase("overflows_stack")]
    public async Task What_the_runtime_says_of_a_crash_holds_no_secret_of_the_configuration_or_the_environment(string provider)
    {
        await using var daemon = await StartAsync("Fixture.Fatal", provider, null);

        var ask = () => AskAsync(daemon, "any");

        await ask.Should().ThrowAsync<HttpRequestException>();
        await daemon.WaitForEndAsync();
        daemon.Log.Should().Contain("   at ", because: "the runtime prints where it was");
    }

    [Test]
    public async Task A_secret_that_gets_out_fails_the_test_that_let_it()
    {
        // What a plugin writes to the process's own streams goes around the log.
        var daemon = await StartAsync("Fixture.Leaks", "leaking", "print = true");
        await AskAsync(daemon, "gives");

        var dispose = () => daemon.DisposeAsync().AsTask();

        (await dispose.Should().ThrowAsync<AssertionException>()).Which.Message.Should()
            .Contain("the product key is in the line: ").And.Contain("the provider's key is in the line: ")
            .And.Contain("the guest's password is in the line: ").And.Contain("the product key, in base64, is in the line: ");
    }

    [Test]
    public async Task No_command_prints_a_secret_that_it_was_not_asked_for()
    {
        await using var folder = new CommandFolder();
        folder.ConfigureFixture("Fixture.Leaks", Options("leaking", "", folder.Write("secrets.json", SecretsJson)));
        var request = folder.Write("request.json", Body("logs"));

        var shown = await folder.RunAsync("config", "show");
        var json = await folder.RunAsync("config", "show", "--json");
        var secrets = await folder.RunAsync("config", "show", "--show-secrets");
        var providers = await folder.RunAsync("providers", "--json");
        var check = await folder.RunAsync("check");
        var invoke = await folder.RunAsync("invoke", "--context", request);
        var failing = await folder.RunAsync("check", "--config-file", folder.Write("failing.conf", "[leaking]\nfails_check = true\n"));

        new[] { shown.Code, json.Code, secrets.Code, providers.Code, check.Code, invoke.Code, failing.Code }.Should().Equal(0, 0, 0, 0, 0, 0, 2);
        shown.Output.Should().Contain("key = ***");
        secrets.Output.Should().Contain(Key);
        invoke.Output.Should().Be(new JsonObject { ["leaking"] = ProductKey }.ToJsonString() + "\n");
        invoke.Errors.Should().Contain("Can't use ***");
        failing.Output.Should().Contain("the key ***");
    }

    private static string SecretsJson => new JsonObject { ["product_key"] = ProductKey }.ToJsonString();

    private Task<PublishedDaemon> StartAsync(string plugin, string provider, string? options) =>
        PublishedDaemon.StartAsync(Configuration(plugin, provider, options), environment: KeyValuePair.Create(PasswordVariable, Password));

    private string Configuration(string plugin, string provider, string? options)
    {
        var folder = _folder.CreateSubdirectory("plugins").CreateSubdirectory(plugin).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PluginFolder(plugin)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var secrets = Path.Combine(_folder.FullName, "secrets.json");
        File.WriteAllText(secrets, SecretsJson);
        return $"[DEFAULT]\nauth_strategy = noauth\nplugins_dir = {Path.Combine(_folder.FullName, "plugins")}\n{Options(provider, options, secrets)}\n[server]\nport = 0\n";
    }

    private static string Options(string provider, string? options, string secrets) => $"""
        providers = {provider}
        debug = true
        [vault]
        token = {VaultToken}
        [secrets]
        backend = file
        file = {secrets}
        {(options is null ? "" : $"[leaking]\nkey = {Key}\n{options}")}
        """;

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(PublishedDaemon daemon, string way)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, daemon.Address)
        {
            Headers = { { "X-Identity-Status", "Confirmed" }, { "X-Auth-Token", CallersToken } },
            Content = new StringContent(Body(way), Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Body(string way) =>
        new JsonObject { ["project-id"] = "p1", ["hostname"] = way, ["user-data"] = NovaInstance.UserData }.ToJsonString();
}
