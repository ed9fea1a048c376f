using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Pollinate.Host.Telemetry;

namespace Pollinate.Host.OpenStack;

/// <summary>The cloud as the user of <c>[service_auth]</c> sees it.</summary>
internal sealed class OpenStackSession(
    KeystoneSession session, ServiceRequests requests, TimeProvider clock, ILogger<OpenStackSession> logger) : IOpenStackSession
{
    /// <summary>More than any list has that a provider should wait for.</summary>
    public const int MaximumPages = 100;

    private readonly ConcurrentDictionary<string, CallPause> _pauses = new(StringComparer.Ordinal);

    public async Task<ServiceAnswer> GetAsync(string serviceType, string path, CancellationToken cancellationToken)
    {
        using var deadline = new CallDeadline(session.CallTimeout, clock, cancellationToken);
        try
        {
            var pause = PauseOf(serviceType);
            pause.Check();
            return Read(await GetInTimeAsync(pause, serviceType, path, deadline.Token), pause);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenStackException($"{serviceType}: GET {WithoutQuery(path)} gave no answer within {session.CallTimeout.TotalSeconds} s.") { IsWithoutAnswer = true };
        }
        catch (OpenStackException e)
        {
            throw new OpenStackException($"{serviceType}: {e.Message}", e) { IsWithoutAnswer = e.IsWithoutAnswer, IsSpared = e.IsSpared };
        }
    }

    public async Task<IReadOnlyList<JsonElement>> ListAsync(
        string serviceType, string path, string collection, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        var read = new HashSet<string>(StringComparer.Ordinal);
        for (var page = path; page is not null;)
        {
            if (!read.Add(page) || read.Count > MaximumPages)
                throw new OpenStackException($"{serviceType}: GET {WithoutQuery(path)} has more than {MaximumPages} pages, or pages that go in a circle.");
            var answer = await GetAsync(serviceType, page, cancellationToken);
            if (answer.IsNotFound || answer.Body.ValueKind != JsonValueKind.Object
                || !answer.Body.TryGetProperty(collection, out var found) || found.ValueKind != JsonValueKind.Array)
            {
                throw new OpenStackException($"{serviceType}: GET {WithoutQuery(path)} answered {answer.Status} without a list of {collection}.");
            }

            items.AddRange(found.EnumerateArray());
            page = NextPage(path, answer.Body);
        }

        return items;
    }

    public Task<HttpResponseMessage> SendAsync(
        string serviceType, HttpRequestMessage request, CancellationToken cancellationToken) =>
        requests.SendAsync(serviceType, request, cancellationToken);

    private async Task<HttpAnswer> GetInTimeAsync(CallPause pause, string serviceType, string path, CancellationToken cancellationToken)
    {
        var token = await session.GetTokenAsync(cancellationToken);
        var answer = await SendAsync(pause, token, serviceType, path, cancellationToken);
        if (answer.Status != StatusCodes.Status401Unauthorized)
            return answer;

        session.Drop(token);
        token = await session.GetTokenAsync(cancellationToken);
        return await SendAsync(pause, token, serviceType, path, cancellationToken);
    }

    private async Task<HttpAnswer> SendAsync(
        CallPause pause, OwnToken token, string serviceType, string path, CancellationToken cancellationToken)
    {
        var endpoint = await FindVersionedAsync(token, serviceType, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint.Url}/{path}");
        BackEndCall.Mark(request, serviceType);
        var answer = await SendAsync(pause, token, request, cancellationToken);
        if (answer.Status == StatusCodes.Status404NotFound && endpoint.IsAssumed)
            throw new OpenStackException($"{answer.Call} answered 404, and the service could not be asked for its versions.");
        return answer;
    }

    private async Task<HttpAnswer> SendAsync(
        CallPause pause, OwnToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        try
        {
            return await session.SendWithinAsync(token, request, cancellationToken);
        }
        catch (OpenStackException e)
        {
            pause.Failed(e.Message, retryAfter: null);
            throw;
        }
        // Who hangs up at once says nothing of the service.
        catch (OperationCanceledException) when (clock.GetElapsedTime(begun) is var waited && waited >= CallPause.Length)
        {
            pause.Failed(string.Create(CultureInfo.InvariantCulture, $"it gave no answer within {waited.TotalSeconds:0.0} s."), retryAfter: null);
            throw;
        }
    }

    private CallPause PauseOf(string serviceType) =>
        _pauses.GetOrAdd(serviceType, static (type, state) => new($"The service {type}", state.clock, state.logger), (clock, logger));

    private static ServiceAnswer Read(HttpAnswer answer, CallPause pause)
    {
        try
        {
            var read = Read(answer);
            pause.Succeeded();
            return read;
        }
        catch (OpenStackException e)
        {
            // What this user may not see, another may.
            if (answer.IsOfThisCall)
                pause.Succeeded();
            else
                pause.Failed(e.Message, answer.RetryAfter);
            throw;
        }
    }

    private async ValueTask<(string Url, bool IsAssumed)> FindVersionedAsync(
        OwnToken token, string serviceType, CancellationToken cancellationToken)
    {
        if (serviceType != "identity")
            return (ServiceVersions.Apply(serviceType, session.FindEndpoint(token, serviceType)), IsAssumed: false);
        var identity = await session.FindIdentityAsync(token, cancellationToken);
        return (identity.Url, identity.IsAssumed);
    }

    private static ServiceAnswer Read(HttpAnswer answer) => answer.Status switch
    {
        StatusCodes.Status404NotFound => new(answer.Status, default),
        StatusCodes.Status401Unauthorized =>
            throw new OpenStackException($"{answer.Call} answered 401, although the token was new."),
        StatusCodes.Status403Forbidden =>
            throw new OpenStackException($"{answer.Call} answered 403: the user of [{KeystoneSection.ServiceAuth}] may not do that. Give it the role that the service's policy wants, usually admin."),
        _ when !answer.IsSuccess => throw new OpenStackException($"{answer.Call} answered {answer.Status}."),
        _ when !answer.IsJson => throw new OpenStackException($"{answer.Call} answered {answer.Status} with {answer.ContentType} instead of JSON."),
        _ => new(answer.Status, answer.ReadJson()),
    };

    /// <summary>
    /// The link counts only for its query: behind a proxy its host is often one that cannot be reached, and tokens go to no
    /// host but the endpoint's.
    /// </summary>
    private static string? NextPage(string path, JsonElement page)
    {
        if (JsonText.ObjectOf(page, "links") is not { } links || JsonText.Of(links, "next") is not { Length: > 0 } next)
            return null;
        var query = next.IndexOf('?', StringComparison.Ordinal);
        return WithoutQuery(path) + (query < 0 ? "" : next[query..]);
    }

    private static string WithoutQuery(string path) => path.Split('?')[0];
}
