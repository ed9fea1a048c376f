namespace Pollinate.Host.Pipeline;

/// <summary>The pipeline can't be built. Holds every reason, not the first alone.</summary>
internal sealed class PipelineException(IReadOnlyList<ProviderProblem> problems)
    : Exception(string.Join("\n", problems.Select(problem => problem.Message)))
{
    /// <summary>What is wrong with which entry.</summary>
    public IReadOnlyList<ProviderProblem> Problems { get; } = problems;

    /// <summary>One sentence for each provider that can't be used.</summary>
    public IReadOnlyList<string> Errors { get; } = [.. problems.Select(problem => problem.Message)];
}
