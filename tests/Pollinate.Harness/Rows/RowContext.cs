using Pollinate.Harness.Load;
using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>What all rows share: the processes to measure, the load, and how long to measure.</summary>
/// <param name="settings">Where the programs are.</param>
/// <param name="pace">How long and how often is measured.</param>
/// <param name="cloud">The cloud whose calls take no time.</param>
/// <param name="wrk">The load.</param>
internal sealed class RowContext(HarnessSettings settings, Pace pace, RunningCloud cloud, Lazy<Task<Wrk>> wrk)
{
    /// <summary>As many instances as one run of wrk can ask for, and more.</summary>
    private const int InstancesOfRun = 10_000_000;

    private static readonly Dictionary<string, string> NoVariables = [];

    private int _runs;

    public HarnessSettings Settings => settings;

    public Pace Pace => pace;

    /// <summary>The cloud whose calls take no time.</summary>
    public RunningCloud Cloud => cloud;

    /// <summary>The address of a server on a port of 127.0.0.1.</summary>
    public static Uri At(int port) => new($"http://127.0.0.1:{port}/");

    public Task<RunningDaemon> StartDaemonAsync(DaemonOptions options, CancellationToken cancellationToken) =>
        RunningDaemon.StartAsync(settings, options, cancellationToken);

    public Task<RunningFloor> StartFloorAsync(byte[] answer, CancellationToken cancellationToken) =>
        RunningFloor.StartAsync(settings.Floor, answer, NoVariables, cancellationToken);

    public Task<RunningFloor> StartFloorAsync(byte[] answer, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken) =>
        RunningFloor.StartAsync(settings.Floor, answer, variables, cancellationToken);

    public Task<RunningCloud> StartCloudAsync(TimeSpan latency, CancellationToken cancellationToken) =>
        RunningCloud.StartAsync(settings.Cloud, latency, cancellationToken);

    /// <summary>Loads a server by wrk.</summary>
    public async Task<WrkResult> LoadAsync(Uri address, string script, int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        await (await wrk.Value).RunAsync(address, script, connections, duration, cancellationToken);

    /// <summary>A script that asks for instances that no other run has asked for.</summary>
    public string NumberedScript(string token) =>
        WrkScript.Numbered(token, Interlocked.Increment(ref _runs) % 200 * InstancesOfRun);

    /// <summary>Asks once, and has the answer looked at.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="HarnessException">It is not right.</exception>
    public static async Task<byte[]> AskAsync(
        RunningDaemon daemon, string token, Func<ReadOnlyMemory<byte>, bool> isRight, CancellationToken cancellationToken)
    {
        using var connection = await RawConnection.OpenAsync(daemon.Port, cancellationToken);
        var status = await connection.AskAsync(NovasRequest.Bytes(daemon.Port, token, NovasRequest.Body()), cancellationToken);
        Answers.MustBe(isRight, status, connection.Body);
        return connection.Body.ToArray();
    }

    /// <summary>Measures two in turn.</summary>
    public async Task<IReadOnlyList<(T First, T Second)>> InTurnAsync<T>(Func<Task<T>> first, Func<Task<T>> second)
    {
        var pairs = new List<(T, T)>();
        for (var pair = 0; pair < pace.Pairs; pair++)
            pairs.Add((await first(), await second()));
        return pairs;
    }

    /// <summary>Has the harness itself compiled before its own time counts: it asks the floor, which goes again.</summary>
    public async Task WarmClientAsync(int connections, CancellationToken cancellationToken)
    {
        const int requests = 2000;
        await using var floor = await StartFloorAsync("{}"u8.ToArray(), cancellationToken);
        var request = NovasRequest.Bytes(floor.Port, "token", NovasRequest.NumberedBody(1));
        var warm = await ExactLoad.RunAsync(
            new() { Port = floor.Port, Requests = requests, Connections = connections, Request = _ => request, IsRight = (_, body) => Answers.IsEmpty(body) },
            cancellationToken);
        warm.MustNotHaveFailed();
    }
}
