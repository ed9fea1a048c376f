namespace Pollinate.Host.Pipeline;

/// <summary>Why an entry of <c>[DEFAULT] providers</c> can't be used.</summary>
/// <param name="Index">The entry's place in the list, from 0.</param>
/// <param name="Message">A sentence for the operator.</param>
internal sealed record ProviderProblem(int Index, string Message);
