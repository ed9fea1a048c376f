using System.Text.Json;

namespace Pollinate.Host.OpenStack;

/// <summary>Stands where <c>[service_auth]</c> is not configured, and says so to whoever needs it.</summary>
internal sealed class UnconfiguredOpenStackSession : IOpenStackSession
{
    public Task<ServiceAnswer> GetAsync(string serviceType, string path, CancellationToken cancellationToken) =>
        Task.FromException<ServiceAnswer>(Unconfigured(serviceType));

    public Task<IReadOnlyList<JsonElement>> ListAsync(
        string serviceType, string path, string collection, CancellationToken cancellationToken) =>
        Task.FromException<IReadOnlyList<JsonElement>>(Unconfigured(serviceType));

    public Task<HttpResponseMessage> SendAsync(
        string serviceType, HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromException<HttpResponseMessage>(Unconfigured(serviceType));

    private static OpenStackException Unconfigured(string serviceType) => new(
        $"The service {serviceType} cannot be asked, since [{KeystoneSection.ServiceAuth}] is not configured. Set its auth_type, auth_url and the user's options, or auth_section = {KeystoneSection.KeystoneAuthtoken}.");
}
