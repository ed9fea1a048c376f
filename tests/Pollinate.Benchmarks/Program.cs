using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pollinate.Benchmarks;
using Pollinate.Benchmarks.Answers;
using Pollinate.Benchmarks.Authentication;
using Pollinate.Benchmarks.Dispatch;
using Pollinate.Benchmarks.Vendordata;

if (args is not ["--output", var folder])
{
    Console.Error.WriteLine("Usage: Pollinate.Benchmarks --output FOLDER");
    return 1;
}

const int plugins = 100;
Directory.CreateDirectory(folder);
// First, in a process that has loaded nothing yet.
var loading = await LoadingTimes.MeasureAsync(plugins, runs: 5);
// In this process: the plugins' contract must be the daemon's own.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine(folder, "BenchmarkDotNet"));
var dispatch = BenchmarkRunner.Run<DispatchBenchmarks>(config);
var steps = BenchmarkRunner.Run([typeof(TokenBenchmarks), typeof(RequestBenchmarks), typeof(AnswerBenchmarks)], config);
var report = InsideReport.Write(steps) + '\n' + DispatchReport.Write(dispatch, plugins, loading);
await File.WriteAllTextAsync(Path.Combine(folder, "inside.md"), report);
Console.WriteLine(report);
return steps.Append(dispatch).Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(run => !run.Success)) ? 1 : 0;
