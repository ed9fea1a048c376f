using System.Text.Json;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>A session that answers everything with one body.</summary>
internal sealed class AnswersOfTests(string body) : IOpenStackSession
{
    public Task<ServiceAnswer> GetAsync(string serviceType, string path, CancellationToken cancellationToken) =>
        Task.FromResult(new ServiceAnswer(200, JsonElement.Parse(body)));

    public Task<IReadOnlyList<JsonElement>> ListAsync(
        string serviceType, string path, string collection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JsonElement>>([.. JsonElement.Parse(body).EnumerateArray()]);

    public Task<HttpResponseMessage> SendAsync(
        string serviceType, HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage());
}
