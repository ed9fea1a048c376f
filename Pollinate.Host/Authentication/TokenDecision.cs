namespace Pollinate.Host.Authentication;

/// <summary>What the tokens of a request came to.</summary>
/// <param name="User">The caller's token, or null when it is not valid.</param>
/// <param name="Service">The service token, or null when there is none or it is not valid.</param>
/// <param name="Refusal">Why the request is not to be let in, or null when it is.</param>
/// <param name="HasServiceToken">A service token came along, valid or not.</param>
internal readonly record struct TokenDecision(
    ValidatedToken? User, ValidatedToken? Service, Refusal? Refusal, bool HasServiceToken);
