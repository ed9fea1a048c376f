using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Hosting;

/// <summary>The daemon can't serve. Holds every reason that could be found, each a sentence for the operator.</summary>
internal sealed class StartException(IReadOnlyList<string> errors) : Exception(string.Join("\n", errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;

    /// <summary>Those of the reasons that are one provider's, with its place in <c>[DEFAULT] providers</c>.</summary>
    public IReadOnlyList<ProviderProblem> Providers { get; init; } = [];
}
