using BenchmarkDotNet.Attributes;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>What one request through so many providers that do nothing costs, from the context to the bytes of the answer.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // Cleaned up as BenchmarkDotNet does it.
public class DispatchBenchmarks
#pragma warning restore CA1001
{
    private NoOpPipeline _pipeline = null!;

    /// <summary>How many plugins, each with one provider.</summary>
    [Params(1, 10, 100)]
    public int Providers { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pipeline = new();
        _pipeline.Write(Providers);
        await _pipeline.LoadAsync(Providers);
    }

    [Benchmark]
    public Task<int> Request() => _pipeline.RunAsync();

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pipeline.DisposeAsync();
}
