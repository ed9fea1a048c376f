using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Logging;

/// <summary>systemd's journald with a journal of its own, which is gone when it is disposed.</summary>
internal sealed class OwnJournald : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private OwnJournald(ChildProcess process) => _process = process;

    /// <summary>What runs a command where this journal is the machine's.</summary>
    public IReadOnlyList<string> Within => ["/usr/bin/nsenter", $"--target={_process.Id}", "--mount"];

    /// <summary>Starts it; without systemd, or without the right to, the running test is skipped, and with <c>CI=true</c> it fails.</summary>
    public static async Task<OwnJournald> StartAsync()
    {
        await DebianPackages.RequireAsync("systemd");
        if (!Environment.IsPrivilegedProcess)
            DebianPackages.GiveUp("Only root can start a journald of its own.");
        var journald = new OwnJournald(ChildProcess.Start(
            "/usr/bin/unshare", ["--mount", "/bin/sh", Path.Combine(AppContext.BaseDirectory, "Logging", "journald.sh")]));
        try
        {
            await Eventually.WaitForAsync("journald to listen", Patience, () => journald._process.HasEnded
                ? throw new InvalidOperationException($"journald has ended:\n{journald._process.Errors}")
                : Task.FromResult(File.Exists($"/proc/{journald._process.Id}/root/run/systemd/journal/socket")));
            return journald;
        }
        catch
        {
            await journald.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for an entry, as <c>journalctl</c> finds it.</summary>
    /// <param name="text">What its message contains.</param>
    /// <param name="matches">Which entries are looked at.</param>
    public async Task<JsonObject> WaitForAsync(string text, params string[] matches)
    {
        JsonObject? found = null;
        await Eventually.WaitForAsync($"'{text}' in the journal", Patience, async () =>
        {
            string[] command = [.. Within, "/usr/bin/journalctl", "--output=json", "--no-pager", "--all", .. matches];
            await using var journalctl = await ChildProcess.RunAsync(command[0], command[1..], Patience);
            found = journalctl.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject())
                .FirstOrDefault(entry => entry["MESSAGE"] is JsonValue message && message.GetValueKind() == System.Text.Json.JsonValueKind.String
                    && message.GetValue<string>().Contains(text, StringComparison.Ordinal));
            return found is not null;
        });
        return found!;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
