using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Lookups;

/// <summary>Reads single resources of the cloud as JSON, in the terms of the contract.</summary>
internal sealed class ResourceReader(IOpenStackSession session)
{
    /// <param name="serviceType">The service's type in the catalog.</param>
    /// <param name="collection">The part of its path above the id.</param>
    /// <param name="envelope">The property of the answer that holds the resource; null when the answer is the resource.</param>
    /// <param name="id">The resource's id.</param>
    /// <param name="required">The properties that it must have, which are text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The resource, an object with those properties; null when the service says that there is none.</returns>
    /// <exception cref="LookupException">The service did not answer, or not as its API says.</exception>
    public async Task<JsonElement?> FindAsync(
        string serviceType, string collection, string? envelope, string id, string[] required, CancellationToken cancellationToken)
    {
        ResourceId.Check(serviceType, collection, id);
        var path = $"{collection}/{id}";
        var answer = await AskAsync(() => session.GetAsync(serviceType, path, cancellationToken));
        if (answer.IsNotFound)
            return null;

        var resource = envelope is null ? answer.Body : JsonText.ObjectOf(answer.Body, envelope) ?? default;
        return required.All(property => JsonText.Of(resource, property) is not null)
            ? resource
            : throw new LookupException($"{serviceType}: GET {path} answered {answer.Status} without {envelope ?? "an object"} that has {string.Join(" and ", required)}");
    }

    /// <summary>Reads a list, page by page.</summary>
    /// <param name="serviceType">The service's type in the catalog.</param>
    /// <param name="path">The path below its endpoint, with its query.</param>
    /// <param name="collection">The property of each page that holds its items.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="LookupException">The service did not answer, or not as its API says.</exception>
    public Task<IReadOnlyList<JsonElement>> ListAsync(
        string serviceType, string path, string collection, CancellationToken cancellationToken) =>
        AskAsync(() => session.ListAsync(serviceType, path, collection, cancellationToken));

    private static async Task<TAnswer> AskAsync<TAnswer>(Func<Task<TAnswer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OpenStackException exception)
        {
            throw new LookupException(exception.Message, exception);
        }
    }
}
