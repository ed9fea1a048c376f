namespace Pollinate.Host.OpenStack;

/// <summary>Asks an address of Keystone where version 3 lies. Safe for any thread.</summary>
internal sealed class VersionDiscovery(OpenStackHttp http)
{
    /// <summary>Asks, without any token.</summary>
    /// <param name="address">Keystone's address, without slashes at its end.</param>
    /// <returns>The base of version 3's addresses; null when the answer names no version 3.</returns>
    /// <exception cref="OpenStackException">No answer came, or not one with versions.</exception>
    public async Task<string?> FindVersion3Async(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var answer = await http.SendAsync(request, cancellationToken);
        if (!answer.IsSuccess && answer.Status != StatusCodes.Status300MultipleChoices)
            throw new OpenStackException($"{answer.Call} answered {answer.Status} instead of the list of Keystone's versions.") { RetryAfter = answer.RetryAfter };

        return VersionDocument.FindVersion3(answer.ReadJson(), new Uri(address));
    }
}
