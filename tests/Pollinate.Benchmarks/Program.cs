using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Pollinate.Benchmarks.Dispatch;

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
var summary = BenchmarkRunner.Run<DispatchBenchmarks>(DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine(folder, "BenchmarkDotNet")));
var report = DispatchReport.Write(summary, plugins, loading);
await File.WriteAllTextAsync(Path.Combine(folder, "dispatch.md"), report);
Console.WriteLine(report);
return summary.HasCriticalValidationErrors || summary.Reports.Any(run => !run.Success) ? 1 : 0;
