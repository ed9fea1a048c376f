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
        _daemon.Log.Should().Contain($"[{id} {Global}] The provider throwing failed");
    }

    [TestCase("req-12345678-9ABC-def0-1234-56789abcdef0")]
    [TestCase("req-12345678-9abc-def0-1234-56789abcdef01")]
    [TestCase("12345678-9abc-def0-1234-56789abcdef0")]
    [TestCase("x] forged line [")]
    public async Task An_id_of_another_form_is_dropped(string inbound)
    {
        var id = await PostAsync(inbound);

        _daemon.Log.Should().Contain($"[{id} -] The provider throwing failed").And.NotContain(inbound);
    }

    private async Task<string> PostAsync(string inbound)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent("""{"project-id":"p"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        request.Headers.TryAddWithoutValidation("X-Openstack-Request-Id", inbound);
        using var response = await _daemon.Client.SendAsync(request);
        return response.Headers.GetValues("x-openstack-request-id").Single();
    }
}
