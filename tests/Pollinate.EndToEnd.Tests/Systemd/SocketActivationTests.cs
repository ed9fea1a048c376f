using System.Net;
using System.Text;

namespace Pollinate.EndToEnd.Tests.Systemd;

/// <summary>The shipped socket unit: systemd holds the address while the daemon is away.</summary>
internal sealed class SocketActivationTests
{
    private const int Clients = 8;
    private const int Kills = 3;

    [Test]
    public async Task A_daemon_that_is_killed_under_load_loses_what_was_in_flight_and_nothing_that_comes_after()
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Fatal", "test", isActivated: true);
        using var stop = new CancellationTokenSource();
        var (answered, lost) = (new int[Clients], new int[Clients]);
        var clients = Enumerable.Range(0, Clients).Select(index => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (await AskAsync(systemd))
                    answered[index]++;
                else
                    lost[index]++;
            }
        })).ToList();

        for (var kill = 1; kill <= Kills; kill++)
        {
            var before = answered.ToArray();
            await systemd.SystemctlAsync("kill", "--signal=KILL", "nova-pollinate.service");
            await systemd.WaitForAsync("the daemon to serve again", () => systemd.Served.Count > kill);
            // Each client has been answered since, those first that came while nobody was there.
            await systemd.WaitForAsync("every client to be answered again", () => answered.Zip(before).All(pair => pair.First > pair.Second + 20));
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        TestContext.Out.WriteLine($"{answered.Sum()} answered, {lost.Sum()} lost in {Kills} kills with {Clients} clients.");
        lost.Should().OnlyContain(count => count <= Kills, "at each kill a client has one request in flight at most");
        (await systemd.SystemctlAsync("show", "nova-pollinate.socket", "--property=ActiveState,Result"))
            .Split('\n').Should().BeEquivalentTo("ActiveState=active", "Result=success");
    }

    [Test]
    public async Task A_daemon_that_is_stopped_is_started_by_the_first_who_asks()
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Fatal", "test", isActivated: true);
        await systemd.SystemctlAsync("stop", "nova-pollinate.service");

        (await AskAsync(systemd)).Should().BeTrue();

        // It answers a little before it says that it serves.
        await systemd.WaitForAsync("the daemon to serve", () => systemd.Served.Count == 2);
    }

    /// <returns>Whether it was answered; not when the connection broke.</returns>
    private static async Task<bool> AskAsync(OwnSystemd systemd)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "")
        {
            Content = new StringContent("""{"project-id":"p1"}""", Encoding.UTF8, "application/json"),
        };
        // A connection for each, as Nova's workers open them.
        request.Headers.ConnectionClose = true;
        try
        {
            using var response = await systemd.Client.SendAsync(request);
            response.StatusCode.Should().Be(HttpStatusCode.OK);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
