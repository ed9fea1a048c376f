using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Logging;

/// <summary>The log on standard error, when that is not there. What plugins do to it is tested with them.</summary>
internal sealed class LogStreamTests
{
    [TestCase("2>&-", Description = "closed by whoever started it")]
    [TestCase("2>/dev/full", Description = "a disk without room")]
    [TestCase("2>&1 >/dev/null | true", Description = "a pipe that nobody reads")]
    public async Task A_daemon_that_can_not_log_serves_all_the_same(string redirection)
    {
        using var folder = new TemporaryFolder();
        var port = FreePort();
        var configuration = folder.Write("daemon.conf", $"""
            [DEFAULT]
            auth_strategy = noauth
            providers = test
            plugins_dir = {BuiltPlugins.Shipped}
            plugins_cache_dir = {folder.Combine("cache")}
            [admin]
            enabled = false
            [server]
            host = 127.0.0.1
            port = {port}
            """);
        var script = $"echo $$ > \"$2.pid\"; exec dotnet \"$1\" --config-file \"$2\" {redirection}";
        // In a pipe the shell runs the daemon below itself.
        if (redirection.Contains('|', StringComparison.Ordinal))
            script = $"(echo $(exec sh -c 'echo $PPID') > \"$2.pid\"; exec dotnet \"$1\" --config-file \"$2\") {redirection}; while kill -0 $(cat \"$2.pid\") 2>/dev/null; do sleep 0.2; done";
        using var shell = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", script, "sh", Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll"), configuration]))!;
        using var client = new HttpClient { DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" } } };
        try
        {
            var answer = "";
            await Eventually.TrueAsync(() => Answers(client, port, out answer));
            answer.Should().Contain("Success");
            // A request that is refused is logged, and so is this one.
            for (var request = 0; request < 5; request++)
            {
                using var refused = await client.PostAsync($"http://127.0.0.1:{port}/", new StringContent("no JSON", Encoding.UTF8, "application/json"));
                refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            }
        }
        finally
        {
            await Eventually.TrueAsync(() => File.Exists(configuration + ".pid"));
            using var kill = Process.Start("kill", ["-TERM", File.ReadAllText(configuration + ".pid").Trim()]);
            await kill.WaitForExitAsync();
            await shell.WaitForExitAsync();
        }

        Directory.EnumerateFileSystemEntries(folder.Combine("cache")).Should().BeEmpty(because: "it has stopped in good order");
    }

    [Test]
    public async Task A_reader_of_the_log_that_reads_no_longer_holds_up_no_request_and_is_told_what_was_left_out()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort();
        var configuration = folder.Write("daemon.conf", $"""
            [DEFAULT]
            auth_strategy = noauth
            debug = true
            providers = test
            plugins_dir = {BuiltPlugins.Shipped}
            plugins_cache_dir = {folder.Combine("cache")}
            [admin]
            enabled = false
            [server]
            host = 127.0.0.1
            port = {port}
            """);
        // Nobody reads its standard error until the end: the pipe holds 64 KB.
        using var daemon = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "nova-pollinate.dll"), "--config-file", configuration]) { RedirectStandardError = true })!;
        using var client = new HttpClient { DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" } } };
        string log;
        try
        {
            await Eventually.TrueAsync(() => Answers(client, port, out _));
            // More than the pipe holds, and for longer than a reader that only pauses is waited for.
            var asking = Stopwatch.StartNew();
            for (var request = 0; request < 1000 || asking.Elapsed < TimeSpan.FromSeconds(2); request++)
            {
                Answers(client, port, out var answer).Should().BeTrue();
                answer.Should().Contain("Success");
            }
        }
        finally
        {
            using var kill = Process.Start("kill", ["-TERM", $"{daemon.Id}"]);
            await kill.WaitForExitAsync();
            log = await daemon.StandardError.ReadToEndAsync();
            await daemon.WaitForExitAsync();
        }

        log.Should().MatchRegex(@"nova-pollinate: warning: \d+ lines were left out of the log, since nobody read it\.");
        log.Length.Should().BeGreaterThan(60_000, "the pipe was full");
        daemon.ExitCode.Should().Be(0);
    }

    private static bool Answers(HttpClient client, int port, out string answer)
    {
        try
        {
            using var content = new StringContent("""{"project-id":"p1"}""", Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/") { Content = content };
            using var response = client.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            answer = reader.ReadToEnd();
            return true;
        }
        catch (HttpRequestException)
        {
            answer = "";
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
