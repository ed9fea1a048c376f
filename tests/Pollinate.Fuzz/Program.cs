using System.CommandLine;
using Pollinate.Fuzz;
using Pollinate.Fuzz.Inputs;
using Pollinate.Fuzz.Running;
using Pollinate.Fuzz.Targets;
using SharpFuzz;

const int Found = 1;
const int Unusable = 2;

var targets = new Option<string>("--targets") { Description = "The names of the targets, with commas; all when it is missing.", DefaultValueFactory = _ => "" };
var seed = new Option<ulong>("--seed") { Description = "What all inputs are made from; another one each time when it is missing.", DefaultValueFactory = _ => (ulong)Random.Shared.NextInt64() };
var from = new Option<long>("--from") { Description = "The number of the first input.", DefaultValueFactory = _ => 0 };
var inputs = new Option<long>("--inputs") { Description = "How many inputs each target gets.", DefaultValueFactory = _ => 1_000_000 };
var seconds = new Option<double>("--seconds") { Description = "How long each target runs at most; as long as it takes when it is missing.", DefaultValueFactory = _ => 1_000_000 };
var hang = new Option<double>("--hang-seconds") { Description = "The processor time after which one input counts as one that never ends.", DefaultValueFactory = _ => 20 };
var jobs = new Option<int>("--jobs") { Description = "How many targets run at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var output = new Option<string>("--output") { Description = "The folder for report.md and the findings.", Required = true };
var target = new Option<string>("--target") { Description = "The target's name.", Required = true };
var progress = new Option<string>("--progress") { Description = "The file that tells what is being run.", Required = true };
var findings = new Option<string>("--findings") { Description = "The folder for the findings.", Required = true };
var file = new Option<string>("--file") { Description = "The input.", Required = true };
var folder = new Option<string>("--folder") { Description = "A folder of cases, in one folder a target.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "Cases") };

var root = new RootCommand("Runs the daemon's readers of what others wrote with inputs that are made to break them.") { targets, seed, from, inputs, seconds, hang, jobs, output };
root.SetAction((result, cancellationToken) => Guard(async () =>
{
    var settings = new RunSettings(
        Chosen(result.GetValue(targets)!), result.GetValue(seed), result.GetValue(from), result.GetValue(inputs),
        TimeSpan.FromSeconds(result.GetValue(seconds)), TimeSpan.FromSeconds(result.GetValue(hang)), result.GetValue(jobs), Path.GetFullPath(result.GetValue(output)!));
    foreach (var name in settings.Targets)
        AllTargets.Make(name);
    Console.WriteLine($"Seed {settings.Seed}.");
    var results = await new Supervisor(settings, Console.Out).RunAsync(cancellationToken);
    await File.WriteAllTextAsync(Path.Combine(settings.Output, "report.md"), Report.Write(settings, results), cancellationToken);
    foreach (var finding in results.SelectMany(each => each.Findings))
        Console.WriteLine($"\n{finding}");
    return results.Any(each => each.Findings.Count > 0) ? Found : 0;
}));

var work = new Command("work", "Runs one target in this process; what the program calls itself with.") { target, seed, from, inputs, seconds, progress, findings };
work.Hidden = true;
work.SetAction((result, _) => Guard(() =>
{
    var chosen = AllTargets.Make(result.GetValue(target)!);
    using var at = Progress.Open(result.GetValue(progress)!);
    new Worker(chosen, new InputSource(chosen), new FindingFolder(result.GetValue(findings)!)).Run(
        result.GetValue(seed), result.GetValue(from), result.GetValue(inputs), TimeSpan.FromSeconds(result.GetValue(seconds)), at);
    return Task.FromResult(0);
}));

var replay = new Command("replay", "Runs one target with one input, and says what it shows.") { target, file };
replay.SetAction((result, _) => Guard(() => Task.FromResult(
    Cases.Replay(result.GetValue(target)!, result.GetValue(file)!, Console.Out) ? 0 : Found)));

var cases = new Command("cases", "Runs all the inputs that once showed something.") { folder };
cases.SetAction((result, _) => Guard(() => Task.FromResult(Cases.ReplayAll(result.GetValue(folder)!, Console.Out) ? 0 : Found)));

var grow = new Command("grow", "Runs each target with inputs that double, and sees that time and memory do no more than that.") { targets };
grow.SetAction((result, _) => Guard(() => Task.FromResult(
    Growth.Measure(Chosen(result.GetValue(targets)!), Console.Out) ? 0 : Found)));

var seeds = new Command("seeds", "Writes the seeds of one target into a folder, for another engine.") { target, folder };
seeds.SetAction((result, _) => Guard(() =>
{
    var to = Directory.CreateDirectory(result.GetValue(folder)!).FullName;
    foreach (var (index, content) in SeedFolder.Read(AllTargets.Make(result.GetValue(target)!)).Index())
        File.WriteAllBytes(Path.Combine(to, $"seed{index}"), content);
    return Task.FromResult(0);
}));

var afl = new Command("afl", "Runs one target for AFL++, which starts this program instrumented by SharpFuzz.") { target };
afl.SetAction((result, _) => Guard(() =>
{
    var name = result.GetValue(target)!;
    // Made with the first input: code that is instrumented can't run before there is a place where it counts its branches.
    IFuzzTarget? chosen = null;
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        (chosen ??= AllTargets.Make(name)).Run(input.ToArray());
    });
    return Task.FromResult(0);
}));

var list = new Command("targets", "Prints the targets' names.");
list.SetAction(_ => Console.Out.WriteLine(string.Join('\n', AllTargets.Names)));

root.Add(list);
root.Add(seeds);
root.Add(afl);
root.Add(grow);
root.Add(work);
root.Add(replay);
root.Add(cases);
return await root.Parse(args).InvokeAsync();

static IReadOnlyList<string> Chosen(string names) =>
    names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } some ? some : AllTargets.Names;

static async Task<int> Guard(Func<Task<int>> action)
{
    try
    {
        return await action();
    }
    catch (FuzzException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return Unusable;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("Stopped before it was done; there is no report.");
        return Unusable;
    }
}
