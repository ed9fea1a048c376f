using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Pollinate.Host.Commands;
using Pollinate.Host.Tests.Commands;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;
using Pollinate.Leaks;

namespace Pollinate.Host.Tests.Redaction;

/// <summary>
/// A provider that tells what was entrusted to it, in each way in which it can tell the host: what the host makes of it holds no
/// secret, and still says what went wrong.
/// </summary>
internal sealed class LeakingProviderTests
{
    private static readonly string Key = Marks.New("the provider's key");
    private static readonly string ProductKey = Marks.New("the product key");
    private static readonly string Password = Marks.New("the daemon's password");
    private static readonly string UserData = UserDataWith(Marks.New("the guest's password"));

    private readonly LeakSearch _search = new(Marks.All);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("throws", "The provider leaking failed and is left out of the answer: System.InvalidOperationException: can't use ***")]
    [TestCase("throws", " ---> System.FormatException: ***")]
    [TestCase("logs", "provider.leaking", "Can't use ***")]
    [TestCase("logs", "DEBUG provider.leaking", "Trying ***")]
    [TestCase("is_cut", "The provider leaking failed and is left out of the answer: System.ArgumentException: xxx", "***…")]
    [TestCase("throws_on_a_thread", "The plugin Fixture.Leaks in ", "threw outside of a call", "System.InvalidOperationException: ***")]
    [TestCase("throws_in_async_void", "The provider leaking failed outside of a call: ", "System.InvalidOperationException: ***")]
    [TestCase("gives_what_is_no_JSON", "The provider leaking failed and is left out of the answer: ")]
    [TestCase("gives", "The provider leaking failed while it was disposed: System.InvalidOperationException: can't give back ***")]
    public async Task What_a_provider_tells_is_logged_without_the_secrets_in_it(string way, params string[] said)
    {
        var daemon = await RunningDaemon.StartAsync(Configuration(), "Fixture.Leaks");
        await using (daemon)
        {
            using var answer = await AskAsync(daemon, way);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            if (way != "gives")
                await Eventually.TrueAsync(() => said.All(Log().Contains));
        }

        Log().Should().ContainAll(said);
        _search.Find(Log()).Should().BeEmpty();
    }

    [Test]
    public async Task The_answer_is_left_as_the_provider_gave_it()
    {
        await using var daemon = await RunningDaemon.StartAsync(Configuration(), "Fixture.Leaks");

        using var answer = await AskAsync(daemon, "gives");

        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        ((string?)json["leaking"]).Should().Be(ProductKey);
    }

    [Test]
    public async Task A_required_provider_that_fails_gives_an_error_without_what_it_said()
    {
        await using var daemon = await RunningDaemon.StartAsync(Configuration("required = true"), "Fixture.Leaks");

        using var answer = await AskAsync(daemon, "throws");

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        var body = await answer.Content.ReadAsStringAsync();
        body.Should().Contain("leaking");
        _search.Find(body).Should().BeEmpty();
    }

    [Test]
    public async Task A_check_that_fails_stops_the_start_with_an_error_that_masks_the_key()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync(Configuration("fails_check = true"), "Fixture.Leaks");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("says that it can't work").And.Contain("the key *** does not fit");
        _search.Find(string.Join('\n', errors)).Should().BeEmpty();
    }

    [Test]
    public async Task Commands_mask_what_a_provider_tells_and_print_the_answer()
    {
        using var command = new CommandUnderTest("Fixture.Leaks");
        var request = command.Write("request.json", Body("logs"));
        var failing = command.Write("failing.json", Body("throws"));
        var configuration = Settings("");

        var invoked = await command.RunAsync(configuration, (arguments, streams) =>
            InvokeCommand.RunAsync(arguments, request, [], cloudInit: false, streams, CancellationToken.None));
        var failed = await command.RunAsync(configuration, (arguments, streams) =>
            InvokeCommand.RunAsync(arguments, failing, [], cloudInit: false, streams, CancellationToken.None));
        var check = await command.RunAsync(Settings("fails_check = true"), (arguments, streams) =>
            CheckCommand.RunAsync(arguments, new() { Json = true }, streams, CancellationToken.None));

        ((string?)JsonNode.Parse(invoked.Output)!["leaking"]).Should().Be(ProductKey);
        invoked.Errors.Should().Contain("Can't use ***").And.Contain("Trying ***");
        failed.Errors.Should().Contain("failed: System.InvalidOperationException: can't use ***");
        failed.Output.Should().Be("{}\n");
        check.Output.Should().Contain("the key *** does not fit");
        _search.Find($"{invoked.Errors}{failed.Errors}{check.Errors}{check.Output}").Should().BeEmpty();
    }

    private static string UserDataWith(string password)
    {
        var text = $"#cloud-config\npassword: {password}\nchpasswd: {{expire: false}}\n";
        return Marks.Add("the user-data", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
    }

    private string Log() => File.ReadAllText(_folder.Combine("debug.log"));

    private string Configuration(string options = "") =>
        $"[DEFAULT]\nlog_file = {_folder.Combine("debug.log")}\nauth_strategy = noauth\n{Settings(options)}";

    private string Settings(string options)
    {
        var secrets = _folder.Write("secrets.json", new JsonObject { ["product_key"] = ProductKey, ["short"] = "x" }.ToJsonString());
        return $"""
            [DEFAULT]
            debug = true
            providers = leaking
            [secrets]
            backend = file
            file = {secrets}
            [keystone_authtoken]
            password = {Password}
            [leaking]
            key = {Key}
            {options}
            """;
    }

    private static async Task<HttpResponseMessage> AskAsync(RunningDaemon daemon, string way)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Headers = { { "X-Identity-Status", "Confirmed" } },
            Content = new StringContent(Body(way), Encoding.UTF8, "application/json"),
        };
        return await daemon.Client.SendAsync(request);
    }

    private static string Body(string way) =>
        new JsonObject { ["project-id"] = "p1", ["hostname"] = way, ["user-data"] = UserData }.ToJsonString();
}
