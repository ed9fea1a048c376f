namespace Pollinate.Host.Hosting;

/// <summary>The daemon can't serve. Holds every reason that could be found, each a sentence for the operator.</summary>
internal sealed class StartException(IReadOnlyList<string> errors) : Exception(string.Join("\n", errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
