using System.Net;
using System.Text;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Logging;

/// <summary>The log on a file system of its own, which is full.</summary>
internal sealed class FullDiskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_full_file_system_costs_no_answer_and_no_line_and_is_written_to_again_once_there_is_room()
    {
        var folder = Directory.CreateTempSubdirectory("full-disk-").FullName;
        await RunAsync("/bin/mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder);
        try
        {
            var log = Path.Combine(folder, "nova-pollinate.log");
            var ballast = Path.Combine(folder, "ballast");
            await using var daemon = await PublishedDaemon.StartAsync($"[DEFAULT]\nauth_strategy = noauth\nproviders = test\nlog_file = {log}\n", log);
            using var client = new HttpClient();
            Fill(ballast);

            await Eventually.WaitForAsync("the full disk to be noticed", Patience, async () =>
            {
                await AskAsync(client, daemon);
                return daemon.Log.Contains("No space left", StringComparison.Ordinal);
            });
            var before = Lines(daemon);
            for (var asked = 0; asked < 20; asked++)
                await AskAsync(client, daemon);
            await Eventually.WaitForAsync("the lines at standard error", Patience, () => Task.FromResult(Lines(daemon) > before));

            File.Delete(ballast);
            var full = new FileInfo(log).Length;
            await Eventually.WaitForAsync("the log to be written to again", Patience, async () =>
            {
                await AskAsync(client, daemon);
                return new FileInfo(log).Length > full;
            });
            await daemon.ShouldLogAsync("can be written to again");
            (await daemon.StopAsync()).ExitCode.Should().Be(0);
        }
        finally
        {
            await RunAsync("/bin/umount", folder);
            Directory.Delete(folder);
        }
    }

    /// <summary>Takes all the room there is.</summary>
    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var fill = () =>
        {
            while (true)
                file.Write(new byte[512]);
        };
        fill.Should().Throw<IOException>().Which.Message.Should().Contain("No space left");
    }

    private static int Lines(PublishedDaemon daemon) => daemon.Log.Count(character => character == '\n');

    private static async Task AskAsync(HttpClient client, PublishedDaemon daemon)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, daemon.Address)
        {
            Headers = { { "X-Identity-Status", "Confirmed" } },
            Content = new StringContent("""{"project-id": "p"}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).Should().Be("""{"test":{"OK":"Success"}}""");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        await using var process = await ChildProcess.RunAsync(program, arguments, Patience);
        process.Errors.Should().BeEmpty();
    }
}
