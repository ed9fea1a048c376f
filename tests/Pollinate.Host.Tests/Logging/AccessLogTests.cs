using System.Text;
using Pollinate.Host.Tests.Hosting;
using Pollinate.Host.Tests.Keystone;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Nova;
using Cloud = Pollinate.SimulatedCloud.Cloud;

namespace Pollinate.Host.Tests.Logging;

/// <summary>What is logged at INFO of requests: one line each.</summary>
internal sealed class AccessLogTests
{
    private const string Global = "req-12345678-9abc-def0-1234-56789abcdef0";

    [Test]
    public async Task Of_a_request_that_went_well_through_every_provider_the_access_line_is_all()
    {
        await using var cloud = await Cloud.StartAsync(new());
        await using var daemon = await RunningDaemon.StartAsync($"""
            [DEFAULT]
            auth_strategy = noauth
            providers = project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test
            [service_auth]
            auth_type = password
            {cloud.CredentialOptions}
            [vault]
            {cloud.VaultOptions}
            """);
        // The first has the daemon get its own token, which it says once.
        await AskAsync(daemon, SampleServers.Windows.Id);
        await Eventually.TrueAsync(() => Access(daemon).Count == 1);
        var before = Lines(daemon).Count;

        await AskAsync(daemon, SampleServers.Windows.Id);
        await Eventually.TrueAsync(() => Access(daemon).Count == 2);

        var line = Lines(daemon).Skip(before).Should().ContainSingle().Subject;
        line.Should().MatchRegex(
            $@" INFO Pollinate\.Host\.Http\.AccessLog \[{Global} req-[0-9a-f-]{{36}} u1 p1 - - - -\] \[instance: {SampleServers.Windows.Id}\] " +
            @"127\.0\.0\.1 ""POST / HTTP/1\.1"" status: 200 len: [1-9]\d+ time: \d\.\d{7} user: nova project: service " +
            @"providers: project_info=ok:\d+\.\d,cloudstor=ok:\d+\.\d,nvidia_vgpu=ok:\d+\.\d,windows_product_key=ok:\d+\.\d,crowdstrike=ok:\d+\.\d,test=ok:\d+\.\d$");
    }

    [Test]
    public async Task A_request_that_went_wrong_has_its_line_too_and_the_health_has_none()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [DEFAULT]
            auth_strategy = noauth
            providers = Fixture.Dispatch.ThrowingProvider
            """);

        await AskAsync(daemon, "i");
        using (await daemon.Client.GetAsync(new Uri("/healthcheck", UriKind.Relative)))
        using (await daemon.Client.PutAsync(new Uri("/nowhere", UriKind.Relative), null))
            await Eventually.TrueAsync(() => Access(daemon).Count == 2);

        var lines = Access(daemon);
        lines[0].Should().Contain("status: 200").And.MatchRegex(@"providers: throwing=failed:\d+\.\d$");
        lines[1].Should().Contain("\"PUT /… HTTP/1.1\" status: 404").And.EndWith("providers: -");
    }

    [Test]
    public async Task Strangers_can_not_fill_the_log()
    {
        await using var daemon = await RunningDaemon.StartAsync("""
            [keystone_authtoken]
            auth_type = password
            auth_url = http://127.0.0.1:1
            user_id = u
            password = p
            """);

        for (var request = 0; request < 60; request++)
            await AskAsync(daemon, "i");

        await Eventually.TrueAsync(() => Access(daemon).Count >= 10);
        // Ten in ten seconds: a machine that is slow has more than one window.
        Access(daemon).Count.Should().BeLessThan(60);
        Access(daemon)[0].Should().Contain("[-]").And.Contain("status: 401").And.Contain("user: - project: - providers: -");
    }

    private static List<string> Lines(RunningDaemon daemon) => [.. daemon.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static List<string> Access(RunningDaemon daemon) =>
        [.. Lines(daemon).Where(line => line.Contains(" status: ", StringComparison.Ordinal))];

    private static async Task AskAsync(RunningDaemon daemon, string instance)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(
                $$"""{"instance-id":"{{instance}}","project-id":"{{SampleData.Demo.Id}}","image-id":"{{SampleData.ImageId}}"}""",
                Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Identity-Status", "Confirmed");
        request.Headers.Add("X-User-Id", "u1");
        request.Headers.Add("X-User-Name", "nova");
        request.Headers.Add("X-Project-Id", "p1");
        request.Headers.Add("X-Project-Name", "service");
        request.Headers.Add("X-Openstack-Request-Id", Global);
        using var answer = await daemon.Client.SendAsync(request);
    }
}
