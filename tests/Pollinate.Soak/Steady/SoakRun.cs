using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pollinate.SimulatedCloud.Nova;
using Pollinate.Soak.Daemons;
using Pollinate.Soak.Faults;
using Pollinate.Soak.Load;

namespace Pollinate.Soak.Steady;

/// <summary>A fixed rate of requests for long, with reloads and random faults of the back ends.</summary>
/// <param name="settings">What to run.</param>
/// <param name="report">The file to write the report to, or null.</param>
internal sealed class SoakRun(SoakSettings settings, string? report)
{
    private const int Guests = 60;
    private const int EveryFromVolume = 10;
    private const double MostGrowth = 1.25;

    /// <summary>Threads for providers that a fault holds up come and go: they are kept for 20 s.</summary>
    private const int MostThreads = 60;

    /// <summary>Half of how long a token counts: Nova gets another in time, too.</summary>
    private static readonly TimeSpan TokenTime = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly IReadOnlyList<Trouble> Troubles = [.. Trouble.All.Where(trouble => !trouble.TakesMemory)];
    private static readonly IReadOnlyList<string> Providers = [.. FaultSettings.Providers, "version"];

    private readonly SoakJudge _judge = new(FaultSettings.Budget + settings.Slack);
    private readonly List<SoakSample> _samples = [];
    private volatile string _token = "";
    private int _faults;
    private int _reloads;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var cloud = await FaultyCloud.StartAsync();
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-soak-");
        var plugins = Path.Combine(folder.FullName, "plugins");
        var plugin = new VersionedPlugin(settings.Built, plugins);
        plugin.CopyOver(1);
        foreach (var name in (string[])["Fixture.Probe", "Fixture.Lookups"])
            BuiltPlugin.Copy(settings.Built(name), Path.Combine(plugins, name));
        await using var daemon = await MeasuredDaemon.StartAsync(settings.Daemon, folder, Configuration(cloud, folder, plugins), cancellationToken);

        _token = cloud.NewToken();
        IReadOnlyList<Guest> guests = [.. Enumerable.Range(0, Guests).Select(number => new Guest(ServerOf(number)))];
        using var client = new GuestClient(daemon.Address);
        await client.NoteWholeAnswersAsync(guests, _token, FaultSettings.Providers);

        var begun = Stopwatch.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(settings.Time);
        await using (new OpenLoad(daemon.Address, guests, () => _token, settings.Rate, _judge.Look))
        {
            await Task.WhenAll(
                UntilEndAsync(() => FailAsync(cloud, end.Token)),
                UntilEndAsync(() => ReloadAsync(daemon, plugin, end.Token)),
                UntilEndAsync(() => RenewAsync(cloud, end.Token)),
                UntilEndAsync(() => SampleAsync(daemon, client, begun, end.Token)));
            cancellationToken.ThrowIfCancellationRequested();
        }

        var took = Stopwatch.GetElapsedTime(begun);
        var contexts = await ContextsAsync(client, _token, cancellationToken);
        var (errors, reloads) = (daemon.Errors, daemon.Reloads);
        var exitCode = await daemon.StopAsync();
        var rows = Rows(took, contexts, errors, reloads, exitCode);
        await WriteAsync(rows, cancellationToken);
        return rows.All(row => row.IsGood) ? 0 : 1;
    }

    private string Configuration(FaultyCloud cloud, DirectoryInfo folder, string plugins) => $"""
        [DEFAULT]
        providers = {string.Join(',', Providers)},probe
        plugins_dir = {Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.Daemon))!, "plugins")},{plugins}
        plugins_cache_dir = {MeasuredDaemon.Cache(folder)}
        request_timeout = {FaultSettings.Budget.TotalSeconds}

        [server]
        host = 127.0.0.1
        port = 0

        [admin]
        enabled = false

        {cloud.Configuration(folder, FaultSettings.CallSeconds)}
        """;

    private static SampleServer ServerOf(int number) => number % EveryFromVolume == 0
        ? SampleServers.WindowsVolume
        : SampleServers.Windows with { Id = SampleServers.Numbered(number) };

    private static async Task UntilEndAsync(Func<Task> repeat)
    {
        try
        {
            while (true)
                await repeat();
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    /// <summary>One fault after a while.</summary>
    private async Task FailAsync(FaultyCloud cloud, CancellationToken end)
    {
        var pick = new Random(settings.Seed + _faults);
        await Task.Delay(settings.FaultEvery - settings.FaultTime, end);
        var (backEnd, trouble) = (BackEnd.All[pick.Next(BackEnd.All.Count)], Troubles[pick.Next(Troubles.Count)]);
        var window = _judge.Begin(backEnd, trouble);
        await cloud.BeginAsync(backEnd, trouble);
        _faults++;
        try
        {
            var begun = Stopwatch.GetTimestamp();
            while (settings.FaultTime - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } left)
            {
                var isRepeated = trouble.IsRepeated && left > Second;
                await Task.Delay(isRepeated ? Second : left, end);
                if (isRepeated)
                    cloud.Repeat(backEnd, trouble);
            }
        }
        finally
        {
            await cloud.EndAsync(backEnd);
            _judge.End(window);
        }
    }

    /// <summary>One reload after a while, with another version of a plugin.</summary>
    private async Task ReloadAsync(MeasuredDaemon daemon, VersionedPlugin plugin, CancellationToken end)
    {
        await Task.Delay(settings.ReloadEvery, end);
        plugin.RenameInto((_reloads % 2 == 0) ? 2 : 1);
        var before = daemon.Reloads;
        _reloads++;
        await daemon.SignalAsync("HUP");
        for (var begun = Stopwatch.GetTimestamp(); daemon.Reloads == before && Stopwatch.GetElapsedTime(begun) < Patience;)
            await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
    }

    /// <summary>Another token for the caller after a while.</summary>
    private async Task RenewAsync(FaultyCloud cloud, CancellationToken end)
    {
        await Task.Delay(TokenTime, end);
        _token = cloud.NewToken();
    }

    private async Task SampleAsync(MeasuredDaemon daemon, GuestClient client, long begun, CancellationToken end)
    {
        await Task.Delay(settings.SampleEvery, end);
        int? contexts = null;
        try
        {
            if (await client.AskForContextsAsync(_token) is { Count: > 0 } counts)
                contexts = counts.Values.Sum();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // Asked for by the way; the load's own requests are what counts.
        }

        _samples.Add(new(Stopwatch.GetElapsedTime(begun), daemon.ResidentMemory, daemon.Threads, daemon.Descriptors, contexts, _judge.Answers));
    }

    /// <summary>The load contexts that are alive once those that are to go have had their time.</summary>
    private static async Task<IReadOnlyDictionary<string, int>> ContextsAsync(GuestClient client, string token, CancellationToken cancellationToken)
    {
        for (var begun = Stopwatch.GetTimestamp(); ;)
        {
            var contexts = await client.AskForContextsAsync(token);
            if ((contexts.Count > 0 && contexts.Values.All(count => count == 1)) || Stopwatch.GetElapsedTime(begun) > Patience)
                return contexts;
            await Task.Delay(Second, cancellationToken);
        }
    }

    private List<(string What, string Value, bool IsGood)> Rows(
        TimeSpan took, IReadOnlyDictionary<string, int> contexts, IReadOnlyList<string> errors, int reloads, int exitCode)
    {
        var warm = _samples.Where(sample => sample.At > settings.Time * SoakSettings.WarmUpPart).ToList();
        var memory = Growth.Of([.. warm.Select(sample => (sample.At, sample.Memory))]);
        var threads = Growth.Of([.. warm.Select(sample => (sample.At, (double)sample.Threads))]);
        var descriptors = Growth.Of([.. warm.Select(sample => (sample.At, (double)sample.Descriptors))]);
        var rate = _judge.Answers / took.TotalSeconds;
        return
        [
            ("time", Invariant($"{took.TotalMinutes:0.0} min"), took >= settings.Time),
            ("answers", Invariant($"{_judge.Answers}, {rate:0} a second"), rate > settings.Rate * 0.95),
            ("with all data of all providers", $"{_judge.Whole}", _judge.Whole > _judge.Answers / 4),
            ("without some data of a back end in trouble", $"{_judge.Without}", true),
            ("refused while Keystone was in trouble, for want of a known token", $"{_judge.Refused}", true),
            ("other failures", $"{_judge.Failed} {string.Join("; ", _judge.Failures)}", _judge.Failed == 0),
            ("slowest answer", Invariant($"{_judge.Slowest.TotalSeconds:0.00} s, with a budget of {FaultSettings.Budget.TotalSeconds} s"), true),
            ("faults", $"{_faults}, chosen by {settings.Seed}", _faults > 0),
            ("reloads", $"{reloads}", reloads == _reloads && reloads > 0),
            ("memory", Flatness(memory, " MiB"), memory.To <= (memory.From * MostGrowth) + 30),
            ("threads", Flatness(threads, ""), threads.To <= (threads.From * MostGrowth) + MostThreads),
            ("files and sockets", Flatness(descriptors, ""), descriptors.To <= (descriptors.From * MostGrowth) + 60),
            ("load contexts afterwards", string.Join(", ", contexts.Select(pair => $"{pair.Key} {pair.Value}")), contexts.Count > 0 && contexts.Values.All(count => count == 1)),
            ("errors logged", $"{errors.Count} {string.Join("; ", errors.Take(3))}", errors.Count == 0),
            ("exit code", $"{exitCode}", exitCode == 0),
        ];
    }

    /// <summary>A slope by the hour says nothing after a minute.</summary>
    private string Flatness(Growth growth, string unit) =>
        Invariant($"from {growth.From:0}{unit} to {growth.To:0}{unit} after the warm-up")
        + (settings.Time < TimeSpan.FromMinutes(10) ? "" : Invariant($", {growth.PerHour:+0;-0;0}{unit} an hour"));

    private async Task WriteAsync(IReadOnlyList<(string What, string Value, bool IsGood)> rows, CancellationToken cancellationToken)
    {
        var text = new StringBuilder(Invariant(
            $"# Soak\n\n{settings.Rate} requests a second, a reload every {settings.ReloadEvery.TotalSeconds} s, a fault of {settings.FaultTime.TotalSeconds} s every {settings.FaultEvery.TotalSeconds} s.\n\n| what | measured | good |\n|---|---|---|\n"));
        foreach (var (what, value, isGood) in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {what} | {value.Trim()} | {(isGood ? "yes" : "NO")} |\n");
        text.Append("\n## Over time\n\n| at | answers | memory | threads | files and sockets | load contexts |\n|---|---|---|---|---|---|\n");
        foreach (var sample in _samples.Where((_, index) => index % Math.Max(1, _samples.Count / 30) == 0))
            text.Append(CultureInfo.InvariantCulture, $"| {sample.At:hh\\:mm\\:ss} | {sample.Answers} | {sample.Memory:0} MiB | {sample.Threads} | {sample.Descriptors} | {sample.Contexts?.ToString(CultureInfo.InvariantCulture) ?? "–"} |\n");
        Console.Write(text);
        if (report is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(report))!);
        await File.WriteAllTextAsync(report, text.ToString(), cancellationToken);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
