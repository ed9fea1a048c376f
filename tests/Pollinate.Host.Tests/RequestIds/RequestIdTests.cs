using System.Text;
using Pollinate.Host.Tests.Hosting;

namespace Pollinate.Host.Tests.RequestIds;

internal sealed class RequestIdTests
{
    private const string Global = "req-12345678-9abc-def0-1234-56789abcdef0";

    private RunningDaemon _daemon = null!;

    [SetUp]
    public async Task SetUp() => _daemon = await RunningDaemon.StartAsync("""
        [DEFAULT]
        auth_strategy = noauth
        providers = Fixture.Dispatch.ThrowingProvider
        """);

    [TearDown]
    public async Task TearDown() => await _daemon.DisposeAsync();

    [Test]
    public async Task Every_log_line_of_a_request_bears_the_id_of_its_answer_and_the_callers_own()
    {
        var id = await PostAsync(Global);

        id.Should().NotBe(Global);
        _daemon.Log.Should().Contain($"[{Global} {id} - - - - - -] The provider throwing failed");
    }

    [TestCase("req-12345678-9ABC-def0-1234-56789abcdef0")]
    [TestCase("req-12345678-9abc-def0-1234-56789abcdef01")]
    [TestCase("12345678-9abc-def0-1234-56789abcdef0")]
    [TestCase("x] forged line [")]
    public async Task An_id_of_another_form_is_dropped(string inbound)
    {
        var id = await PostAsync(inbound);

        _daemon.Log.Should().Contain($"[- {id} - - - - - -] The provider throwing failed").And.NotContain(inbound);
    }

    [Test]
    public async Task The_ids_of_one_request_are_not_those_of_the_next_on_the_same_connection()
    {
        var ids = new List<string>();
        for (var request = 0; request < 5; request++)
            ids.Add(await PostAsync(request % 2 == 0 ? Global : null));

        ids.Should().OnlyHaveUniqueItems();
        var lines = _daemon.Log.Split('\n').Where(line => line.Contains("The provider throwing failed", StringComparison.Ordinal));
        lines.Select(line => line[line.IndexOf('[', StringComparison.Ordinal)..(line.IndexOf(']', StringComparison.Ordinal) + 1)])
            .Should().Equal(ids.Select((id, request) => $"[{(request % 2 == 0 ? Global : "-")} {id} - - - - - -]"));
    }

    [Test]
    public async Task A_line_that_is_written_for_no_request_bears_no_id()
    {
        await PostAsync(Global);

        _daemon.Log.Split('\n').Should().ContainSingle(line => line.Contains("Serving at", StringComparison.Ordinal))
            .Which.Should().Contain("[-] Serving at");
    }

    [Test]
    public async Task What_was_logged_before_the_caller_is_known_bears_no_id_and_neither_does_what_comes_after_another_request()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [keystone_authtoken]
            auth_type = password
            auth_url = http://127.0.0.1:1
            user_id = u
            password = p
            delay_auth_decision = true
            """);

        // On one connection: the ids that the first is given must not be there when the second is refused.
        for (var request = 0; request < 3; request++)
        {
            using var answer = await daemon.Client.PostAsync(new Uri("/", UriKind.Relative), new StringContent("{}"));
            answer.Headers.Contains("x-openstack-request-id").Should().BeTrue("it came as far as the application");
        }

        daemon.Log.Split('\n').Where(line => line.Contains("Refused POST", StringComparison.Ordinal))
            .Should().NotBeEmpty().And.OnlyContain(line => line.Contains("[-] Refused POST", StringComparison.Ordinal));
    }

    private async Task<string> PostAsync(string? inbound)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent("""{"project-id":"p"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        if (inbound is not null)
            request.Headers.TryAddWithoutValidation("X-Openstack-Request-Id", inbound);
        using var response = await _daemon.Client.SendAsync(request);
        return response.Headers.GetValues("x-openstack-request-id").Single();
    }
}
