using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Http;

/// <summary>
/// What lies behind authentication: vendordata at <c>/</c>, nothing elsewhere. Paths are exact and their case matters, as in
/// the original.
/// </summary>
internal sealed class Surface(VendordataEndpoint vendordata)
{
    private const string RootMethods = "OPTIONS, POST";

    public Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.Value is not ("/" or ""))
            return ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status404NotFound, "There is nothing at this path; vendordata is at /.");
        if (HttpMethods.IsPost(request.Method))
            return vendordata.HandleAsync(context);

        context.Response.Headers.Allow = RootMethods;
        return HttpMethods.IsOptions(request.Method)
            ? Task.CompletedTask
            : ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "Vendordata is asked for with POST.");
    }
}
