using Pollinate.Host.Pipeline;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Http;

/// <summary>
/// What lies behind authentication: vendordata at <c>/</c>, the document for cloud-init alone at <c>/cloud-init</c>, nothing
/// elsewhere. Paths are exact and their case matters, as in the original.
/// </summary>
internal sealed class Surface(VendordataEndpoint vendordata)
{
    private const string Methods = "OPTIONS, POST";

    public Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (FormAt(request.Path.Value) is not { } form)
            return ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status404NotFound, "There is nothing at this path; vendordata is at / and, for cloud-init alone, at /cloud-init.");
        if (HttpMethods.IsPost(request.Method))
            return vendordata.HandleAsync(context, form);

        context.Response.Headers.Allow = Methods;
        return HttpMethods.IsOptions(request.Method)
            ? Task.CompletedTask
            : ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "Vendordata is asked for with POST.");
    }

    private static AnswerForm? FormAt(string? path) => path switch
    {
        "/" or "" => static (output, answer) => output.WriteAll(answer),
        "/cloud-init" => static (output, answer) => output.WriteCloudInit(answer),
        _ => null,
    };
}
