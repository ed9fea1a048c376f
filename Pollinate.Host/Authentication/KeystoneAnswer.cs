namespace Pollinate.Host.Authentication;

/// <summary>What Keystone said of a token that is valid.</summary>
/// <param name="Token">What the token stands for.</param>
/// <param name="Body">Keystone's words.</param>
internal sealed record KeystoneAnswer(ValidatedToken Token, ReadOnlyMemory<byte> Body);
