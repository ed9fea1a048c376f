using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Stopping;

/// <summary>Two daemons behind HAProxy, which are restarted one after the other while clients ask without a pause.</summary>
internal sealed class RollingRestartTests
{
    private const string Configuration = "[DEFAULT]\nauth_strategy = noauth\nproviders = test\n[server]\nshutdown_delay = 3\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_rolling_restart_behind_HAProxy_loses_no_request()
    {
        int[] ports = [FreePort.Find(), FreePort.Find()];
        PublishedDaemon[] daemons = [await PublishedDaemon.StartAsync(Configuration, port: ports[0]), await PublishedDaemon.StartAsync(Configuration, port: ports[1])];
        try
        {
            await using var proxy = await HAProxyServer.StartAsync(ports[0], ports[1]);
            using var stop = new CancellationTokenSource();
            LoadClient[] clients = [.. Enumerable.Range(0, 8).Select(index => new LoadClient(proxy.Port, isKeptAlive: index % 2 == 0))];
            var load = clients.Select(client => Task.Run(() => client.RunAsync(stop.Token))).ToList();
            await ProgressAsync(clients);

            for (var index = 0; index < daemons.Length; index++)
            {
                (await daemons[index].StopAsync()).ExitCode.Should().Be(0);
                daemons[index].Log.Should().NotContain("WARN").And.NotContain("ERROR");
                await daemons[index].DisposeAsync();
                await ProgressAsync(clients);
                daemons[index] = await PublishedDaemon.StartAsync(Configuration, port: ports[index]);
                await proxy.WaitForAsync($"api{index + 1}", "UP");
                await ProgressAsync(clients);
            }

            await stop.CancelAsync();
            await Task.WhenAll(load).WaitAsync(Patience);
            TestContext.Out.WriteLine($"{clients.Sum(client => client.Answered)} answered, {clients.Sum(client => client.Lost.Count)} lost.");
            clients.SelectMany(client => client.Lost).Should().BeEmpty();
        }
        finally
        {
            foreach (var daemon in daemons)
                await daemon.DisposeAsync();
        }
    }

    private static Task ProgressAsync(IReadOnlyList<LoadClient> clients)
    {
        var before = clients.Select(client => client.Answered).ToList();
        return Eventually.WaitForAsync("every client to be answered", Patience, () =>
            Task.FromResult(clients.Zip(before).All(pair => pair.First.Answered > pair.Second + 20)));
    }
}
