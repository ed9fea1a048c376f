using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>What is asked on the wire, and answers that no Vault gives.</summary>
internal sealed class VaultAnswerTests
{
    private const string Good = """{"data": {"data": {"a": "marked-secret"}, "metadata": {"version": 1}}}""";

    [Test]
    public async Task A_read_carries_the_token_the_namespace_and_what_Vault_asks_of_its_clients()
    {
        await using var vault = await ScriptedVault.StartAsync(Reply.Json(200, Good), options => options with { Namespace = "ns", MountPoint = "/kv/team/" });

        (await vault.Store.ReadAsync())["a"].Should().Be(ScriptedVault.Marked);

        var request = vault.Requests.Should().ContainSingle().Subject;
        request.ToString().Should().Be("GET /v1/kv/team/data/p");
        request.Header("X-Vault-Token").Should().Be(ScriptedVault.Token);
        request.Header("X-Vault-Namespace").Should().Be("ns");
        request.Header("X-Vault-Request").Should().Be("true");
    }

    [Test]
    public async Task Without_a_namespace_none_is_sent()
    {
        await using var vault = await ScriptedVault.StartAsync(Reply.Json(200, Good));

        await vault.Store.ReadAsync();

        vault.Requests.Single().Header("X-Vault-Namespace").Should().BeNull();
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task A_redirect_is_never_followed(int status)
    {
        await using var other = await ScriptedVault.StartAsync(Reply.Json(200, Good));
        await using var vault = await ScriptedVault.StartAsync(Reply.Redirect(status, $"{other.Url}/v1/secret/data/p"));

        (await vault.Store.FailureAsync()).Message.Should().StartWith($"vault: GET v1/secret/data/p: Vault answered {status}, a redirect, which is not followed");
        other.Requests.Should().BeEmpty();
    }

    [TestCase("<html>marked-secret</html>", "the answer is not JSON")]
    [TestCase("""{"data": {"data": {"a": "marked-secret"}}""", "the answer is not JSON")]
    [TestCase("""{"data": {"data": {"a": "marked-secret"}}} marked-secret""", "the answer is not JSON")]
    [TestCase("", "the answer is not JSON")]
    [TestCase("[]", "the answer holds no data.data")]
    [TestCase("""{"data": ["marked-secret"]}""", "the answer holds no data.data")]
    [TestCase("""{"data": {"a": "marked-secret"}}""", "the answer holds no data.data")]
    [TestCase("""{"data": {"data": "marked-secret"}}""", "the answer holds no data.data")]
    [TestCase("""{"data": {"data": null}}""", "the answer holds no data.data")]
    [TestCase("""{"data": {"data": {"a": "marked-secret\ud800"}}}""", "a name or a value is no Unicode text")]
    [TestCase("""{"data": {"data": {"marked-secret\udfff": ""}}}""", "a name or a value is no Unicode text")]
    [TestCase("""{"data": {"data": {"a": "marked-secret"}, "metadata\ud800": 1}}""", "a name or a value is no Unicode text")]
    public async Task An_answer_that_is_not_Vaults_is_told_without_being_quoted(string body, string message)
    {
        await using var vault = await ScriptedVault.StartAsync(Reply.Json(200, body));

        var failure = await vault.Store.FailureAsync();

        failure.Message.Should().StartWith("vault: GET v1/secret/data/p: ").And.Contain(message);
        failure.IsAnswer.Should().BeFalse();
    }

    [Test]
    public async Task A_newest_version_without_data_is_a_deleted_one()
    {
        await using var vault = await ScriptedVault.StartAsync(
            Reply.Json(200, """{"data": {"data": null, "metadata": {"deletion_time": "2026-01-01T00:00:00Z", "destroyed": false, "version": 3}}}"""));

        (await vault.Store.FailureAsync()).IsGone.Should().BeTrue();
    }

    [Test]
    public async Task Of_a_repeated_name_the_last_counts()
    {
        await using var vault = await ScriptedVault.StartAsync(Reply.Json(200, """{"data": {"data": {"a": "1", "a": "2"}, "metadata": {}}}"""));

        (await vault.Store.ReadAsync()).Should().BeEquivalentTo(new Dictionary<string, string> { ["a"] = "2" });
    }

    [Test]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        await using var vault = await ScriptedVault.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            for (var size = 0; size < 11 * 1024 * 1024; size += chunk.Length)
                await context.Response.Body.WriteAsync(chunk);
        });

        (await vault.Store.FailureAsync()).Message.Should().Be("vault: GET v1/secret/data/p: Vault can't be asked (its answer is over 10485760 bytes).");
    }

    [Test]
    public async Task A_body_that_breaks_off_is_told()
    {
        await using var vault = await ScriptedVault.StartAsync(Reply.Truncated);

        (await vault.Store.FailureAsync()).Message.Should().StartWith("vault: GET v1/secret/data/p: Vault can't be asked (");
    }

    [TestCase("""{"auth": {"client_token": ""}}""")]
    [TestCase("""{"auth": {"client_token": 5}}""")]
    [TestCase("""{"auth": null}""")]
    [TestCase("[]")]
    public async Task A_login_that_gives_no_token_is_told(string body)
    {
        await using var vault = await ScriptedVault.StartAsync(
            Reply.Json(200, body), options => options with { Token = null, RoleId = "r", SecretId = ScriptedVault.Marked });

        (await vault.Store.FailureAsync()).Message.Should().Be("vault: POST v1/auth/approle/login: the answer holds no auth.client_token.");
        vault.Requests.Single().Body.Should().Be("""{"role_id":"r","secret_id":"marked-secret"}""");
    }

    [TestCase("\"3600\"")]
    [TestCase("3600.5")]
    [TestCase("99999999999999999999")]
    [TestCase("9223372036854775807")]
    [TestCase("-1")]
    [TestCase("null")]
    public async Task A_lease_that_is_no_sensible_number_does_not_end(string lease)
    {
        await using var vault = await ScriptedVault.StartAsync(
            context => Reply.Json(200, context.Request.Path.Value!.EndsWith("login", StringComparison.Ordinal)
                ? $$$"""{"auth": {"client_token": "{{{ScriptedVault.Token}}}", "renewable": 1, "lease_duration": {{{lease}}}}}"""
                : Good)(context),
            options => options with { Token = null, RoleId = "r", SecretId = ScriptedVault.Marked });

        await vault.Store.ReadAsync();
        vault.Store.Clock.Advance(TimeSpan.FromDays(30));
        await vault.Store.ReadAsync();

        vault.Requests.Select(request => request.Method).Should().Equal("POST", "GET", "GET");
    }

    [Test]
    public async Task An_address_without_a_server_is_told()
    {
        string url;
        await using (var gone = await ScriptedVault.StartAsync(Reply.Empty(200)))
            url = gone.Url;
        await using var store = new StoreUnderTest(new(), new() { Url = url, Path = "p", Token = ScriptedVault.Token }, ScriptedVault.Token);

        (await store.FailureAsync()).Message.Should().Be("vault: GET v1/secret/data/p: Vault can't be asked (ConnectionError).");
    }

    [Test]
    public async Task Without_options_it_is_said_what_to_set()
    {
        await using var empty = new StoreUnderTest(new(), new());
        await using var noPath = new StoreUnderTest(new(), new() { Url = "http://127.0.0.1:1" });
        await using var noToken = new StoreUnderTest(new(), new() { Url = "http://127.0.0.1:1", Path = "p" });

        (await empty.FailureAsync()).Message.Should().Be("There are no secrets: [vault] url is not set.");
        (await noPath.FailureAsync()).Message.Should().Be("There are no secrets: [vault] path is not set.");
        (await noToken.FailureAsync()).Message.Should().Be("There are no secrets: none of [vault] token, role and role_id is set.");
    }
}
