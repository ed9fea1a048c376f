using System.Text.RegularExpressions;

namespace Pollinate.Harness.Processes;

/// <summary>The smallest web server that reads the same and answers the same, as a process of its own.</summary>
internal sealed partial class RunningFloor : IAsyncDisposable
{
    private RunningFloor(ServerProcess process, int port)
    {
        Process = process;
        Port = port;
    }

    public ServerProcess Process { get; }

    public int Port { get; }

    /// <summary>Executes it; it does not serve yet.</summary>
    /// <param name="executable">The floor's executable.</param>
    /// <param name="answer">What it answers.</param>
    /// <param name="environment">Variables for it; <c>{folder}</c> is its folder.</param>
    public static RunningFloor Execute(string executable, byte[] answer, IReadOnlyDictionary<string, string> environment)
    {
        var port = FreePort.Find();
        return new(ServerProcess.Start(executable, folder => [$"{port}", Write(folder, answer)], environment, Serving()), port);
    }

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<RunningFloor> StartAsync(
        string executable, byte[] answer, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var floor = Execute(executable, answer, environment);
        try
        {
            await floor.Process.WhenReadyAsync(cancellationToken);
            return floor;
        }
        catch
        {
            await floor.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static string Write(string folder, byte[] answer)
    {
        var file = Path.Combine(folder, "answer");
        File.WriteAllBytes(file, answer);
        return file;
    }

    [GeneratedRegex(@"The floor is at (http://\S+)")]
    private static partial Regex Serving();
}
