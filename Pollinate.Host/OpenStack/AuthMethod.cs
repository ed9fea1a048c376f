namespace Pollinate.Host.OpenStack;

/// <summary>What a user proves itself with.</summary>
internal enum AuthMethod
{
    Password,
    Token,
    ApplicationCredential,
}
