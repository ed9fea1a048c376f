using System.Diagnostics;
using Pollinate.Soak.Daemons;
using Pollinate.Soak.Load;

namespace Pollinate.Soak.Faults;

/// <summary>A daemon with a cloud of its own, one back end of which is put to one fault after the other while clients ask.</summary>
internal sealed class FaultLane(FaultSettings settings, BackEnd backEnd)
{
    /// <summary>Of a fault beside those that tell which data an answer went out without.</summary>
    private const int MostOtherWarnings = 60;

    private const double MostSteadyRate = 15;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>So long must nothing be missing before it counts as mended: longer than the breaker of a provider pauses.</summary>
    private static readonly TimeSpan WholeTime = TimeSpan.FromSeconds(1.5);

    public async Task<IReadOnlyList<FaultCell>> RunAsync(CancellationToken cancellationToken)
    {
        var troubles = settings.TroublesOf(backEnd);
        if (troubles.Count == 0)
            return [];
        await using var cloud = await FaultyCloud.StartAsync();
        await using var daemon = await StartDaemonAsync(cloud, cancellationToken);
        var token = cloud.NewToken();
        IReadOnlyList<Guest> guests = [.. Guest.Servers.Select(server => new Guest(server))];
        using (var first = new GuestClient(daemon.Address))
            await first.NoteWholeAnswersAsync(guests, token, FaultSettings.Providers);

        await using var clients = new FaultClients(daemon.Address, guests, token);
        var cells = new List<FaultCell>();
        foreach (var trouble in troubles)
            cells.Add(await RunAsync(trouble, cloud, daemon, clients, cancellationToken));
        return cells;
    }

    private async Task<MeasuredDaemon> StartDaemonAsync(FaultyCloud cloud, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-faults-");
        var plugins = Path.Combine(folder.FullName, "plugins");
        BuiltPlugin.Copy(settings.Built("Fixture.Lookups"), Path.Combine(plugins, "Fixture.Lookups"));
        var shipped = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.Daemon))!, "plugins");
        return await MeasuredDaemon.StartAsync(
            settings.Daemon,
            folder,
            $"""
            [DEFAULT]
            providers = {string.Join(',', FaultSettings.Providers)}
            plugins_dir = {shipped},{plugins}
            plugins_cache_dir = {MeasuredDaemon.Cache(folder)}
            request_timeout = {FaultSettings.Budget.TotalSeconds}

            [server]
            host = 127.0.0.1
            port = 0

            [admin]
            enabled = false

            {cloud.Configuration(folder, FaultSettings.CallSeconds)}
            """,
            cancellationToken);
    }

    private async Task<FaultCell> RunAsync(
        Trouble trouble, FaultyCloud cloud, MeasuredDaemon daemon, FaultClients clients, CancellationToken cancellationToken)
    {
        var warnings = daemon.Trouble.Count;
        cloud.Count(backEnd);
        await Task.Delay(QuietTime, cancellationToken);
        var usual = cloud.Befallen(backEnd) / QuietTime.TotalSeconds;
        clients.Take();

        await cloud.BeginAsync(backEnd, trouble);
        if (backEnd.IsForCallers)
            clients.BecomeUnknown(cloud.NewToken);
        var begun = Stopwatch.GetTimestamp();
        await LastAsync(trouble, cloud, settings.FaultTime / 2, cancellationToken);
        var callsOfHalf = cloud.Befallen(backEnd);
        await LastAsync(trouble, cloud, settings.FaultTime / 2, cancellationToken);
        var calls = cloud.Befallen(backEnd);
        var during = clients.Take();
        var ended = Stopwatch.GetTimestamp();
        await cloud.EndAsync(backEnd);

        var (after, recovery) = await RecoverAsync(clients, ended, cancellationToken);
        var cell = new FaultCell(backEnd, trouble)
        {
            Answers = during.Count,
            Refused = during.Count(answer => answer.Status != 200),
            Without = during.Count(answer => answer.Missing.Count > 0),
            Slowest = during.Concat(after).Max(answer => answer.Duration),
            Recovery = recovery,
            UsualRate = usual,
            Calls = calls,
            SteadyRate = (calls - callsOfHalf) / (settings.FaultTime / 2).TotalSeconds,
            Warnings = daemon.Trouble.Count - warnings,
            PeakMemory = daemon.PeakMemory,
        };
        cell = cell with { Problems = [.. ProblemsOf(cell, during, after, [.. daemon.Trouble.Skip(warnings)])] };
        Console.WriteLine(FormattableString.Invariant(
            $"{backEnd}, {trouble}: {cell.Answers} answers, {cell.Refused} refused, {cell.Without} without, slowest {cell.Slowest.TotalSeconds:0.0} s, mended after {cell.Recovery?.TotalSeconds:0.0} s, {cell.Calls} calls, {cell.SteadyRate:0.0}/s in the end, {cell.Warnings} warnings. {string.Join(" ", cell.Problems)}"));
        return cell;
    }

    private async Task LastAsync(Trouble trouble, FaultyCloud cloud, TimeSpan time, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (time - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            var isRepeated = trouble.IsRepeated && left > Second;
            await Task.Delay(isRepeated ? Second : left, cancellationToken);
            if (isRepeated)
                cloud.Repeat(backEnd, trouble);
        }
    }

    /// <summary>Waits until every client has had a whole answer and nothing was missing for a while.</summary>
    private static async Task<(IReadOnlyList<GuestAnswer> Answers, TimeSpan? Recovery)> RecoverAsync(
        FaultClients clients, long ended, CancellationToken cancellationToken)
    {
        var answers = new List<GuestAnswer>();
        while (Stopwatch.GetElapsedTime(ended) < FaultSettings.LongestRecovery + WholeTime)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            answers.AddRange(clients.Take());
            var last = answers.Where(answer => !answer.IsWhole).Select(answer => answer.Ended).DefaultIfEmpty(ended).Max();
            last = Math.Max(last, ended);
            var mended = answers.Where(answer => answer.Begun > last).Select(answer => answer.Client).Distinct().Count();
            if (Stopwatch.GetElapsedTime(last) >= WholeTime && mended == FaultClients.Count)
                return (answers, Stopwatch.GetElapsedTime(ended, last));
        }

        return (answers, null);
    }

    /// <summary>A back end that answers is asked on, without retries; one that does not is spared.</summary>
    private double MostSteadyRateOf(FaultCell cell) => cell.Trouble.IsAnswer
        ? Math.Max(MostSteadyRate, backEnd.UsualCalls * cell.Answers / settings.FaultTime.TotalSeconds * 1.5)
        : MostSteadyRate;

    /// <summary>The warnings that an answer may cause: one for each part that is missing, one for its being late, one for a refusal.</summary>
    private static int Warnings(GuestAnswer answer) => answer.IsWhole ? 0 : answer.Missing.Count + 1;

    private IEnumerable<string> ProblemsOf(
        FaultCell cell, IReadOnlyList<GuestAnswer> during, IReadOnlyList<GuestAnswer> after, IReadOnlyList<string> log)
    {
        var trouble = cell.Trouble;
        if (during.Concat(after).Select(answer => answer.Client).Distinct().Count() < FaultClients.Count)
            yield return "A client had no answer.";
        if (cell.Slowest > FaultSettings.Budget + settings.Slack)
            yield return "An answer was late.";
        foreach (var answer in during.Concat(after))
        {
            if (answer.Status != 200 && (FaultClients.IsKnown(answer.Client) || !trouble.MayRefuse(backEnd, answer.Status)))
            {
                yield return $"Client {answer.Client} was answered {answer.Status}.";
                break;
            }
        }

        var torn = during.Concat(after).SelectMany(answer => answer.Missing).Except(trouble.IsHarmlessTo(backEnd) ? [] : backEnd.Providers).ToList();
        if (torn.Count > 0)
            yield return $"Data was missing that the back end has no part in: {string.Join(", ", torn)}.";
        if (cell.Recovery is null)
            yield return "It was not mended by itself.";
        if (trouble.IsCounted && cell.Calls == 0)
            yield return "The fault befell no call.";
        if (cell.Calls > cell.Answers * backEnd.MostCalls)
            yield return $"More than {backEnd.MostCalls} calls a request.";
        if (trouble.IsCounted && cell.SteadyRate > MostSteadyRateOf(cell))
            yield return "The calls go on like a storm.";
        if (cell.Warnings > during.Concat(after).Sum(Warnings) + MostOtherWarnings)
            yield return "Too many warnings.";
        if (log.FirstOrDefault(MeasuredDaemon.IsError) is { } error)
            yield return $"Logged: {error}";
    }
}
