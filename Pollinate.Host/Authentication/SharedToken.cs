namespace Pollinate.Host.Authentication;

/// <summary>A token that another daemon has had validated.</summary>
/// <param name="Token">What the token stands for.</param>
/// <param name="Age">How long ago Keystone was asked.</param>
internal sealed record SharedToken(ValidatedToken Token, TimeSpan Age);
