using System.Globalization;
using System.Net;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>What providers on the thread pool, whose threads serve the requests, cost the daemon when they stop being quick.</summary>
[NonParallelizable]
[Platform("Linux")]
internal sealed class PoolProcessTests
{
    private const int Blocking = 10;

    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("thread")]
    [TestCase("thread_after_await")]
    public async Task The_daemon_serves_while_a_provider_blocks_whatever_threads_it_has(string provider)
    {
        await using var daemon = await StartAsync(provider, requestTimeout: 60);
        await EarnAsync(daemon, provider);

        var blocked = Enumerable.Range(0, Blocking).Select(_ => daemon.AskAsync("block")).ToList();
        await Eventually.TrueAsync(() => Said(daemon, "block on a thread of ") == Blocking);

        using (var health = await daemon.Client.GetAsync(new Uri("/healthcheck", UriKind.Relative)))
            health.StatusCode.Should().Be(HttpStatusCode.OK);
        Said(daemon, "block on a thread of the pool").Should().BePositive("that is where it was when it began to block");
        for (var request = 0; request < 100; request++)
            (await daemon.AskAsync("quick"))[provider]!.GetValue<string>().Should().Be("the providers");
        blocked.Should().OnlyContain(request => !request.IsCompleted);

        await daemon.AskAsync("release");
        foreach (var answer in await Task.WhenAll(blocked))
            answer.ContainsKey(provider).Should().BeTrue();
    }

    [TestCase("thread")]
    [TestCase("thread_after_await")]
    public async Task A_thread_of_the_pool_that_a_provider_computes_on_without_an_end_gets_the_lowest_priority_and_never_serves_again(string provider)
    {
        await using var daemon = await StartAsync(provider, requestTimeout: 3);
        await EarnAsync(daemon, provider);
        LowestOfPool(daemon).Should().BeEmpty();

        var answer = await daemon.AskAsync("compute");

        answer.Select(part => part.Key).Should().Equal("test");
        Said(daemon, "compute on a thread of the pool").Should().Be(1);
        await Eventually.TrueAsync(() => LowestOfPool(daemon).Count == 1);
        var thread = LowestOfPool(daemon).Single();
        // It still computes.
        for (var request = 0; request < 100; request++)
            (await daemon.AskAsync("quick"))[provider]!.GetValue<string>().Should().Be("the providers");

        await daemon.AskAsync("release");
        var switches = await RestingAsync(daemon, thread);
        for (var request = 0; request < 2000; request++)
        {
            (await daemon.AskAsync("quick")).ContainsKey(provider).Should().BeTrue();
            using var health = await daemon.Client.GetAsync(new Uri("/healthcheck", UriKind.Relative));
            health.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        Switches(daemon, thread).Should().Be(switches, "a priority that has sunk can't be raised again");
    }

    private async Task<DaemonProcess> StartAsync(string provider, int requestTimeout) => await DaemonProcess.StartAsync(
        _folder,
        "Fixture.Threads",
        $"{provider},test",
        ("OS_DEFAULT__REQUEST_TIMEOUT", requestTimeout.ToString(CultureInfo.InvariantCulture)),
        ($"OS_{provider.ToUpperInvariant()}__BREAKER_THRESHOLD", "0"));

    private static async Task EarnAsync(DaemonProcess daemon, string provider)
    {
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        while ((await daemon.AskAsync("quick"))[provider]!.GetValue<string>() != "the pool")
            guard.Token.ThrowIfCancellationRequested();
    }

    private static int Said(DaemonProcess daemon, string text) =>
        daemon.Errors.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The pool's threads that run at the lowest priority.</summary>
    private static List<string> LowestOfPool(DaemonProcess daemon) =>
    [
        .. Directory.EnumerateDirectories($"/proc/{daemon.Id}/task").Where(task =>
        {
            // The 19th field is the priority, counted from the name, which may hold blanks (proc(5)).
            var stat = File.ReadAllText($"{task}/stat");
            var end = stat.LastIndexOf(')');
            return stat[..end].EndsWith(".NET TP Worker", StringComparison.Ordinal) && stat[(end + 2)..].Split(' ')[16] == "19";
        }),
    ];

    /// <summary>Waits until a thread waits for good.</summary>
    private static async Task<string> RestingAsync(DaemonProcess daemon, string thread)
    {
        using var guard = new CancellationTokenSource(BuiltPipeline.Guard);
        for (var before = ""; ;)
        {
            var now = Switches(daemon, thread);
            // On a busy machine one at the lowest priority may stand still for long without having come to rest.
            if (now == before && File.ReadLines($"{thread}/status").Any(line => line.StartsWith("State:\tS", StringComparison.Ordinal)))
                return now;
            before = now;
            await Task.Delay(300, guard.Token);
        }
    }

    /// <summary>How often a thread has been taken from a processor, which it can't have been without having had one.</summary>
    private static string Switches(DaemonProcess daemon, string thread)
    {
        daemon.HasEnded.Should().BeFalse();
        return string.Join(' ', File.ReadLines($"{thread}/status").Where(line => line.Contains("ctxt_switches", StringComparison.Ordinal)));
    }
}
