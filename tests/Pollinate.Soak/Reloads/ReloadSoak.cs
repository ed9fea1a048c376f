using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pollinate.Soak.Reloads;

/// <summary>
/// Reloads the published daemon while connections ask it all the time. Before each reload the plugin's files are replaced by
/// those of its other version, in turn by writing over them and by renaming; most reloads are asked for by SIGHUP, some the
/// daemon begins because it watches its plugins.
/// </summary>
/// <param name="settings">What to run.</param>
/// <param name="report">The file to write the report to, or null.</param>
internal sealed class ReloadSoak(ReloadSettings settings, string? report)
{
    /// <summary>The reload after which the memory is what later memory is compared with.</summary>
    private const int SettledAfter = 20;

    private const int EveryWatched = 10;
    private const double MostGrowth = 0.15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var daemon = await ReloadedDaemon.StartAsync(settings, cancellationToken);
        var memory = new SortedDictionary<int, double>();
        var begun = Stopwatch.GetTimestamp();
        var load = new ReloadLoad(daemon.Process.Address, settings.Connections);
        await using (load)
        {
            await Task.Delay(settings.WarmUp, cancellationToken);
            begun = Stopwatch.GetTimestamp();
            memory[0] = daemon.Process.ResidentMemory;
            for (var reload = 1; reload <= settings.Reloads; reload++)
            {
                await ReloadAsync(daemon, reload, cancellationToken);
                if (reload == SettledAfter || reload % 50 == 0 || reload == settings.Reloads)
                    memory[reload] = daemon.Process.ResidentMemory;
            }

            while (Stopwatch.GetElapsedTime(begun) < settings.LeastTime)
                await Task.Delay(Poll, cancellationToken);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        // The load has ended: what is left to go, goes now.
        var contexts = await ContextsAsync(daemon, cancellationToken);
        memory[settings.Reloads] = daemon.Process.ResidentMemory;
        var copies = daemon.Process.Copies;
        var (trouble, reloads) = (daemon.Process.Trouble, daemon.Process.Reloads);
        var exitCode = await daemon.Process.StopAsync();

        var growth = memory.TryGetValue(SettledAfter, out var settled) ? (memory[settings.Reloads] / settled) - 1 : 0;
        (string What, string Value, bool IsGood)[] rows =
        [
            ("reloads", $"{reloads}", reloads == settings.Reloads),
            ("time under load", Invariant($"{took.TotalSeconds:F0} s"), took >= settings.LeastTime),
            ("connections", $"{settings.Connections}", true),
            ("answers wholly from version 1", $"{load.Of(1)}", load.Of(1) > 0),
            ("answers wholly from version 2", $"{load.Of(2)}", load.Of(2) > 0),
            ("requests that failed, or with a mixed answer", $"{load.Failed} {string.Join("; ", load.Failures)}", load.Failed == 0),
            ("slowest request", Invariant($"{load.Slowest.TotalMilliseconds:F0} ms"), true),
            ("load contexts alive afterwards", string.Join(", ", contexts.Select(pair => $"{pair.Key} {pair.Value}")), contexts.Values.All(count => count == 1)),
            ("private copies of plugins afterwards", $"{copies}", copies == 2),
            ("resident memory after reload", string.Join(", ", memory.Select(pair => Invariant($"{pair.Key}: {pair.Value:F1} MiB"))), true),
            ($"growth since reload {SettledAfter}", Invariant($"{growth * 100:F1} %"), growth <= MostGrowth),
            ("warnings and errors", $"{trouble.Count} {string.Join("; ", trouble.Take(5))}", trouble.Count == 0),
            ("exit code", $"{exitCode}", exitCode == 0),
        ];
        await WriteAsync(rows, cancellationToken);
        return rows.All(row => row.IsGood) ? 0 : 1;
    }

    private static async Task ReloadAsync(ReloadedDaemon daemon, int reload, CancellationToken cancellationToken)
    {
        var version = (reload % 2) + 1;
        if (reload % 4 < 2)
            daemon.Plugin.CopyOver(version);
        else
            daemon.Plugin.RenameInto(version);
        if (reload % EveryWatched != 0)
            await daemon.Process.SignalAsync("HUP");

        var begun = Stopwatch.GetTimestamp();
        while (daemon.Process.Reloads < reload)
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new TimeoutException($"The daemon did not reload: {string.Join('\n', daemon.Process.Trouble)}");
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>How many load contexts of each plugin are alive once those that are to go have had their time.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> ContextsAsync(ReloadedDaemon daemon, CancellationToken cancellationToken)
    {
        using var client = new ReloadClient(daemon.Process.Address);
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await client.AskAsync("""{"probe":"yes"}""", cancellationToken);
            var contexts = answer["probe"]!.AsObject().ToDictionary(pair => pair.Key, pair => (int)pair.Value!);
            if ((contexts.Values.All(count => count == 1) && daemon.Process.Copies == contexts.Keys.Count(name => !name.EndsWith(".Part", StringComparison.Ordinal)))
                || Stopwatch.GetElapsedTime(begun) > Patience)
            {
                return contexts;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private async Task WriteAsync((string What, string Value, bool IsGood)[] rows, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("# Reloads under load\n\n| what | measured | good |\n|---|---|---|\n");
        foreach (var (what, value, isGood) in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {value.Trim()} | {(isGood ? "yes" : "NO")} |\n");
        Console.Write(text);
        if (report is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(report))!);
        await File.WriteAllTextAsync(report, text.ToString(), cancellationToken);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
