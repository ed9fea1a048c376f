using Pollinate.Host.Authentication;
using Pollinate.Host.Authorization;
using Pollinate.Host.Budgets;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Health;
using Pollinate.Host.Pipeline;
using Pollinate.Host.RequestIds;
using Pollinate.Host.Secrets;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Http;

/// <summary>
/// A request's way, one straight line: the health and the secrets' test for anybody; then who asks, the ids, whether they may,
/// and what is asked for: vendordata at <c>/</c>, the document for cloud-init alone at <c>/cloud-init</c>, nothing elsewhere.
/// Paths are exact and their case matters, as in the original. Safe for any thread.
/// </summary>
internal sealed class RequestWay(
    HealthcheckAnswer health,
    SecretsTest secretsTest,
    IRequestAuthentication authentication,
    CallerAuthorization authorization,
    VendordataEndpoint vendordata,
    DefaultOptions defaults,
    TimeProvider time)
{
    private const string Methods = "OPTIONS, POST";

    private readonly TimeSpan? _budget = RequestBudget.LengthOf(defaults);

    public Task HandleAsync(HttpContext context) => context.Request.Path.Value switch
    {
        HealthcheckAnswer.Path => health.WriteAsync(context),
        SecretsTest.Path => TestSecretsAsync(context),
        _ => ServeAsync(context),
    };

    private async Task TestSecretsAsync(HttpContext context)
    {
        RequestIdPair.Give(context);
        await secretsTest.AnswerAsync(context);
    }

    private async Task ServeAsync(HttpContext context)
    {
        // From the arrival on: what a slow Keystone takes is no longer there for the providers.
        using var budget = RequestBudget.Begin(context, _budget, time);
        if (await authentication.AuthenticateAsync(context, budget) is not { } identity)
            return;
        var ids = RequestIdPair.Give(context);
        ids.Caller = identity.Caller;
        await DispatchAsync(context, identity, ids, budget);
    }

    private ValueTask DispatchAsync(HttpContext context, RequestIdentity identity, RequestIdPair ids, RequestBudget budget)
    {
        if (!authorization.Allows(identity))
            return new(authorization.DenyAsync(context, identity));
        var request = context.Request;
        if (FormAt(request.Path.Value) is not { } form)
            return new(ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status404NotFound, "There is nothing at this path; vendordata is at / and, for cloud-init alone, at /cloud-init."));
        if (HttpMethods.IsPost(request.Method))
            return vendordata.HandleAsync(context, identity, ids, budget, form);

        context.Response.Headers.Allow = Methods;
        return HttpMethods.IsOptions(request.Method)
            ? default
            : new(ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "Vendordata is asked for with POST."));
    }

    private static AnswerForm? FormAt(string? path) => path switch
    {
        "/" or "" => static (output, answer) => output.WriteAll(answer),
        "/cloud-init" => static (output, answer) => output.WriteCloudInit(answer),
        _ => null,
    };
}
