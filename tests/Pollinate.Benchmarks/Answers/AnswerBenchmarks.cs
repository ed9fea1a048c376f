using BenchmarkDotNet.Attributes;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Vendordata;

namespace Pollinate.Benchmarks.Answers;

/// <summary>What it costs to write the answer of six providers.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private PipelineOutput _output = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        await using var providers = new SixProviders();
        _output = await providers.RunAsync();
        if (_output.Outcomes.Any(outcome => outcome.Kind != OutcomeKind.Ok))
            throw new InvalidOperationException("Not every provider has given its part.");
    }

    [Benchmark(Description = "the answer of six providers written into a buffer of the thread's")]
    public int WriteAll()
    {
        var answer = AnswerBuffer.Take();
        _output.WriteAll(answer);
        var length = answer.WrittenCount;
        AnswerBuffer.Return(answer);
        return length;
    }
}
