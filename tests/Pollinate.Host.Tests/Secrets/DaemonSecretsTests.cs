using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Logging;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Lookups;
using Pollinate.Host.Tests.Support;
using Pollinate.SimulatedCloud;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>The whole daemon with each back end: its start, and what <c>/test</c> answers.</summary>
internal sealed class DaemonSecretsTests
{
    private const string NoAuth = "[DEFAULT]\nauth_strategy = noauth\n";
    private const string Success = """{"OK":"Success"}""";
    private const string Failed = """{"Error":"Failed to get secrets"}""";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Vault_is_tested_by_reading_the_secrets()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync(
            $"{NoAuth}[vault]\nurl = {cloud.VaultUrl}\ntoken = {SampleData.VaultToken}\npath = {SampleData.SecretPath}\n");

        (await TestAsync(daemon)).Should().Be((HttpStatusCode.OK, Success));
        cloud.Vault.Reads.Should().Be(1);
        daemon.Log.Should().NotContain(SampleData.VaultToken);
    }

    [Test]
    public async Task Vault_that_refuses_is_told_from_one_that_is_away_in_the_log_and_not_to_strangers()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync(
            $"{NoAuth}[vault]\nurl = {cloud.VaultUrl}\ntoken = {SampleData.VaultToken}\npath = {SampleData.SecretPath}\n");

        cloud.Vault.DeniesReads = true;
        (await TestAsync(daemon)).Should().Be((HttpStatusCode.InternalServerError, Failed));
        cloud.Vault.IsSealed = true;
        (await TestAsync(daemon)).Should().Be((HttpStatusCode.InternalServerError, Failed));
        daemon.Log.Should().Contain("Vault denied it (403)").And.Contain("Vault is sealed or down for maintenance (503)").And.NotContain(SampleData.VaultToken);
    }

    [Test]
    public async Task Strangers_can_not_fill_the_log_by_testing()
    {
        var clock = new TestClock();
        using var log = new CollectedLog();
        using var loggers = log.ToFactory();
        var test = new SecretsTest(new SecretsOfTests { Failure = new SecretStoreException("There are none.") }, clock, loggers.CreateLogger<SecretsTest>());

        for (var request = 0; request < LineLimit.MaximumLines + 3; request++)
            await test.AnswerAsync(new DefaultHttpContext { Request = { Method = "GET" } });
        log.Warnings.Should().HaveCount(LineLimit.MaximumLines);
        clock.Advance(LineLimit.Window);
        await test.AnswerAsync(new DefaultHttpContext { Request = { Method = "GET" } });

        log.Warnings.Should().HaveCount(LineLimit.MaximumLines + 2).And.ContainSingle(line => line == "The same was found 3 more times before.");
    }

    [Test]
    public async Task A_file_serves_and_while_it_is_away_the_last_secrets_do()
    {
        var file = _folder.Write("s.json", """{"a": "marked-secret"}""");
        await using var daemon = await RunningDaemon.StartAsync($"{NoAuth}[secrets]\nbackend = file\nfile = {file}\ncache_time = 0\n");
        (await TestAsync(daemon)).Should().Be((HttpStatusCode.OK, Success));

        File.Delete(file);

        (await TestAsync(daemon)).Should().Be((HttpStatusCode.OK, Success));
        daemon.Log.Should().Contain($"[secrets] file: {file} does not exist").And.Contain("serve on, for").And.NotContain("marked-secret");
    }

    [Test]
    public async Task A_folder_that_goes_away_without_stale_time_fails_the_test()
    {
        _folder.Write("s/a", "marked-secret");
        await using var daemon = await RunningDaemon.StartAsync(
            $"{NoAuth}[secrets]\nbackend = directory\ndirectory = {_folder.Combine("s")}\ncache_time = 0\nstale_time = 0\n");
        (await TestAsync(daemon)).Should().Be((HttpStatusCode.OK, Success));

        Directory.Delete(_folder.Combine("s"), recursive: true);

        (await TestAsync(daemon)).Should().Be((HttpStatusCode.InternalServerError, Failed));
        daemon.Log.Should().NotContain("marked-secret");
    }

    [Test]
    public async Task The_test_is_asked_for_with_GET_and_HEAD_alone()
    {
        _folder.Write("s/a", "x");
        await using var daemon = await RunningDaemon.StartAsync(
            $"{NoAuth}[secrets]\nbackend = directory\ndirectory = {_folder.Combine("s")}\n");
        using var head = new HttpRequestMessage(HttpMethod.Head, "/test");
        using var options = new HttpRequestMessage(HttpMethod.Options, "/test");

        using var headed = await daemon.Client.SendAsync(head);
        headed.StatusCode.Should().Be(HttpStatusCode.OK);
        headed.Content.Headers.ContentLength.Should().Be(Success.Length);
        (await headed.Content.ReadAsStringAsync()).Should().BeEmpty();
        using var told = await daemon.Client.SendAsync(options);
        told.StatusCode.Should().Be(HttpStatusCode.OK);
        told.Content.Headers.Allow.Should().Equal("GET", "HEAD", "OPTIONS");
        using var posted = await daemon.Client.PostAsync("/test", null);
        posted.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    [Test]
    public async Task What_is_missing_is_named_at_the_start()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"{NoAuth}[vault]\nurl = http://127.0.0.1:1\nkv_version = 3\n");

        code.Should().Be(1);
        errors.Should().HaveCount(3)
            .And.ContainSingle(error => error.Contains("[vault] path is not set", StringComparison.Ordinal))
            .And.ContainSingle(error => error.Contains("[vault] has no credentials", StringComparison.Ordinal))
            .And.ContainSingle(error => error.Contains("[vault] kv_version: the number must be from 1 to 2", StringComparison.Ordinal));
    }

    [Test]
    public async Task An_unknown_back_end_is_an_error_of_reading()
    {
        var (code, errors) = await RunningDaemon.TryStartAsync($"{NoAuth}[secrets]\nbackend = consul\n");

        code.Should().Be(1);
        errors.Should().ContainSingle().Which.Should().Contain("test.conf:4: [secrets] backend: 'consul' is none of the values allowed: use vault, file, directory.");
    }

    [Test]
    public async Task The_daemon_starts_while_Vault_is_away_and_says_what_is_at_odds()
    {
        await using var daemon = await RunningDaemon.StartAsync($"{NoAuth}[vault]\nurl = http://127.0.0.1:1\npath = p\ntoken = t\nrole = r\n");

        daemon.Log.Should().Contain("[vault] role has no effect beside token");
    }

    [TestCase("", true)]
    [TestCase("[secrets]\nbackend = directory\ndirectory = {0}\n", false)]
    public async Task Providers_that_need_secrets_are_named_at_the_start_when_there_are_none(string secrets, bool isWarned)
    {
        await using var daemon = await RunningDaemon.StartAsync(
            $"{NoAuth}providers = Fixture.Dispatch.EchoProvider, Fixture.Dispatch.NeedsSecretsProvider\n{secrets.Replace("{0}", _folder.Path, StringComparison.Ordinal)}");

        daemon.Log.Contains("There are no secrets, which needs_secrets need: set [vault] url", StringComparison.Ordinal).Should().Be(isWarned);
    }

    private static async Task<(HttpStatusCode Status, string Body)> TestAsync(RunningDaemon daemon)
    {
        using var response = await daemon.Client.GetAsync("/test");
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
