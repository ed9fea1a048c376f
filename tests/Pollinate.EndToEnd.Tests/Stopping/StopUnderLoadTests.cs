using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Stopping;

/// <summary>SIGTERM, as <c>systemctl stop</c> sends it, while clients ask without a pause.</summary>
internal sealed class StopUnderLoadTests
{
    private const int Stops = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_daemon_that_is_stopped_under_load_answers_every_request_of_every_connection()
    {
        for (var stop = 1; stop <= Stops; stop++)
        {
            await using var daemon = await PublishedDaemon.StartAsync("[DEFAULT]\nauth_strategy = noauth\nproviders = test\n");
            LoadClient[] clients = [.. Enumerable.Range(0, 24).Select(index => new LoadClient(daemon.Address.Port, isKeptAlive: index % 2 == 0))];
            var load = clients.Select(client => Task.Run(() => client.RunAsync(CancellationToken.None))).ToList();
            await Eventually.WaitForAsync("every client to be answered", Patience, () => Task.FromResult(clients.All(client => client.Answered > 50)));

            var begun = TimeProvider.System.GetTimestamp();
            var (code, left) = await daemon.StopAsync();
            var took = TimeProvider.System.GetElapsedTime(begun);

            await Task.WhenAll(load).WaitAsync(Patience);
            TestContext.Out.WriteLine($"{clients.Sum(client => client.Answered)} answered, {clients.Sum(client => client.Lost.Count)} lost, stopped in {took.TotalMilliseconds:0} ms.");
            clients.SelectMany(client => client.Lost).Should().BeEmpty();
            clients.Sum(client => client.ClosedWithoutAWord).Should().Be(0, "the last answer of a connection says that it is the last");
            code.Should().Be(0);
            left.Should().BeEmpty();
            daemon.Log.Should().Contain("Stopped.").And.NotContain("WARN").And.NotContain("ERROR");
        }
    }
}
