namespace Pollinate.Host.OpenStack;

/// <summary>Stands where <c>[service_auth]</c> is not configured, and says so to whoever needs it.</summary>
internal sealed class UnconfiguredOpenStackSession : IOpenStackSession
{
    public Task<ServiceAnswer> GetAsync(string serviceType, string path, CancellationToken cancellationToken) =>
        Task.FromException<ServiceAnswer>(new OpenStackException(
            $"The service {serviceType} cannot be asked, since [{KeystoneSection.ServiceAuth}] is not configured. Set its auth_type, auth_url and the user's options, or auth_section = {KeystoneSection.KeystoneAuthtoken}."));
}
