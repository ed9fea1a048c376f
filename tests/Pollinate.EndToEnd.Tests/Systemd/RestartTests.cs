using System.Net;
using System.Text;

namespace Pollinate.EndToEnd.Tests.Systemd;

/// <summary>What can't be contained in one process: systemd brings the daemon back, and the daemon says who was at work.</summary>
internal sealed class RestartTests
{
    [TestCase("overflows_stack")]
    [TestCase("fails_fast")]
    [TestCase("exits")]
    public async Task A_daemon_that_a_plugin_ended_is_back_and_names_the_provider(string provider)
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Fatal", $"test,{provider}");
        var first = systemd.Served[0];

        var ask = () => AskAsync(systemd);

        await ask.Should().ThrowAsync<HttpRequestException>(because: "the process ends in the middle of the request");
        await systemd.WaitForAsync("the daemon to serve again", () => systemd.Served.Count > 1);
        systemd.Served.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        systemd.Log.Should().Contain(
            $"The last process (pid {first}) ended without stopping, while calls of {provider} (1) were in progress; " +
            "if one of them did it, take it out of [DEFAULT] providers until it is mended.");
        using var health = await systemd.Client.GetAsync("healthcheck");
        health.StatusCode.Should().Be(HttpStatusCode.OK);
        (await systemd.SystemctlAsync("show", "nova-pollinate.service", "--property=NRestarts,MainPID"))
            .Split('\n').Should().BeEquivalentTo("NRestarts=1", $"MainPID={systemd.Served[1]}");
    }

    [Test]
    public async Task The_unit_leaves_no_core_dump_and_no_file_for_others_to_read()
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Fatal", "test");

        (await systemd.SystemctlAsync("show", "nova-pollinate.service", "--property=LimitCORE,LimitCORESoft,UMask"))
            .Split('\n').Should().BeEquivalentTo("LimitCORE=0", "LimitCORESoft=0", "UMask=0027");
    }

    [Test]
    public async Task A_stop_is_no_crash_and_leaves_nothing_to_tell()
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Fatal", "test");
        using (var answer = await AskAsync(systemd))
            (await answer.Content.ReadAsStringAsync()).Should().Be("""{"test":{"OK":"Success"}}""");

        await systemd.SystemctlAsync("stop", "nova-pollinate.service");

        systemd.Cache().Should().BeEmpty();
        (await systemd.SystemctlAsync("show", "nova-pollinate.service", "--property=ActiveState,Result,NRestarts"))
            .Split('\n').Should().BeEquivalentTo("ActiveState=inactive", "Result=success", "NRestarts=0");
        await systemd.SystemctlAsync("start", "nova-pollinate.service");
        await systemd.WaitForAsync("the daemon to serve again", () => systemd.Served.Count > 1);
        systemd.Log.Should().NotContain("The last process");
    }

    private static Task<HttpResponseMessage> AskAsync(OwnSystemd systemd) => systemd.Client.PostAsync(
        "", new StringContent("""{"project-id":"p1"}""", Encoding.UTF8, "application/json"));
}
