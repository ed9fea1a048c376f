namespace Pollinate.Host.Pipeline;

/// <summary>
/// The pipeline in force. A request takes it once and keeps it to its end, so a swap is one write of one reference.
/// </summary>
internal sealed class PipelineSource
{
    private volatile ProviderPipeline? _current;

    /// <exception cref="InvalidOperationException">The daemon has not built one yet.</exception>
    public ProviderPipeline Current => _current ?? throw new InvalidOperationException("There is no pipeline yet.");

    public void Use(ProviderPipeline pipeline) => _current = pipeline;
}
