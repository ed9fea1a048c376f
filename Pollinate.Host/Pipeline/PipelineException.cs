namespace Pollinate.Host.Pipeline;

/// <summary>The pipeline can't be built. Holds every reason, not the first alone.</summary>
internal sealed class PipelineException(IReadOnlyList<string> errors) : Exception(string.Join("\n", errors))
{
    /// <summary>One sentence for each provider that can't be used.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
