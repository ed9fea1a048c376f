using System.Net;
using System.Text;
using Pollinate.EndToEnd.Tests.Daemon;

namespace Pollinate.EndToEnd.Tests.Logging;

/// <summary>The log in systemd's journal, by journald itself.</summary>
internal sealed class JournalTests
{
    // As systemd does for a service; systemd-cat of this age does not.
    private const string NameTheStream = "JOURNAL_STREAM=$(stat -L --format=%d:%i /proc/self/fd/2) exec \"$@\"";

    private const string Identifier = "SYSLOG_IDENTIFIER=nova-pollinate";
    private const string GlobalRequestId = "req-0a1b2c3d-0000-4000-8000-000000000001";

    [Test]
    public async Task A_request_is_found_by_the_fields_of_its_lines_and_a_warning_by_its_priority()
    {
        await using var journald = await OwnJournald.StartAsync();
        await using var daemon = await PublishedDaemon.StartAsync(
            "[DEFAULT]\nauth_strategy = noauth\nproviders = test\nno_such_option = 1\nuse_journal = true\nuse_stderr = true\n", within: journald.Within);

        await AskAsync(daemon);

        var access = await journald.WaitForAsync("\"POST / HTTP/1.1\" status: 200", Identifier, $"GLOBAL_REQUEST_ID={GlobalRequestId}");
        access["PRIORITY"]!.GetValue<string>().Should().Be("6");
        access["LOGGER"]!.GetValue<string>().Should().Be("Pollinate.Host.Http.AccessLog");
        access["INSTANCE_ID"]!.GetValue<string>().Should().Be("8c9d0000-0000-4000-8000-000000000002");
        access["EVENT_ID"]!.GetValue<string>().Should().Be("6004");
        access["_TRANSPORT"]!.GetValue<string>().Should().Be("journal");
        (await journald.WaitForAsync("no_such_option", Identifier, "PRIORITY=4"))["LOGGER_LEVEL"]!.GetValue<string>().Should().Be("WARNING");
    }

    [Test]
    public async Task Standard_error_that_is_the_journal_has_priorities_too()
    {
        await using var journald = await OwnJournald.StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            await using var daemon = await PublishedDaemon.StartAsync(
                $"[DEFAULT]\nauth_strategy = noauth\nproviders = test\nno_such_option = 1\nuse_stderr = true\nlog_file = {file}\n", file,
                within: [.. journald.Within, "/usr/bin/systemd-cat", "--identifier=nova-pollinate", "/bin/sh", "-c", NameTheStream, "sh"]);

            await AskAsync(daemon);

            var access = await journald.WaitForAsync("\"POST / HTTP/1.1\" status: 200", Identifier, "PRIORITY=6");
            access["_TRANSPORT"]!.GetValue<string>().Should().Be("stdout");
            access["MESSAGE"]!.GetValue<string>().Should().Contain(GlobalRequestId).And.NotContain("<6>");
            await journald.WaitForAsync("no_such_option", Identifier, "PRIORITY=4");
            await journald.WaitForAsync("is answered 200", Identifier, "PRIORITY=7");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task AskAsync(PublishedDaemon daemon)
    {
        using var client = new HttpClient { BaseAddress = daemon.Address, DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" }, { "X-Openstack-Request-Id", GlobalRequestId } } };
        using var body = new StringContent(
            """{"project-id":"p1","instance-id":"8c9d0000-0000-4000-8000-000000000002"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("", body);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
