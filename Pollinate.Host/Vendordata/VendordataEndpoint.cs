using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Pollinate.Host.Authentication;
using Pollinate.Host.Http;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.RequestIds;

namespace Pollinate.Host.Vendordata;

/// <summary>
/// A vendordata request: who asks, what they ask, what the providers say, the answer in the form that the path gives it
/// (https://docs.openstack.org/nova/latest/admin/vendordata.html).
/// </summary>
internal sealed class VendordataEndpoint(ProviderPipeline pipeline)
{
    public async Task HandleAsync(HttpContext context, AnswerForm form)
    {
        var identity = context.Features.Get<RequestIdentity>();
        if (identity is not { Status: IdentityStatus.Confirmed })
        {
            await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, identity?.Status is IdentityStatus.Invalid
                ? "Nova's vendordata_dynamic_auth user is not authenticated."
                : "X-Identity-Status header not found in request. Is Keystone auth middleware configured?");
            return;
        }

        var reader = context.Request.BodyReader;
        var body = await ReadBodyAsync(reader, context.RequestAborted);
        RequestContext request;
        try
        {
            if (!body.IsEmpty && !IsJson(context.Request.ContentType))
            {
                await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status415UnsupportedMediaType,
                    "The request's Content-Type must be application/json or application/*+json.");
                return;
            }

            request = new(
                VendordataRequest.Parse(body),
                identity.Caller,
                context.Features.GetRequiredFeature<RequestIdFeature>().RequestId,
                context.RequestAborted);
        }
        catch (BadRequestException exception)
        {
            await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status400BadRequest, exception.Message);
            return;
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }

        var answer = new ArrayBufferWriter<byte>(1024);
        form(await pipeline.RunAsync(request, context.RequestAborted), answer);
        await WriteAsync(context.Response, answer.WrittenMemory);
    }

    /// <summary>Reads to the end; the server's limit on the body ends it with 413.</summary>
    private static async Task<ReadOnlySequence<byte>> ReadBodyAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) &&
        type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) &&
        (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) ||
            type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> answer)
    {
        response.StatusCode = StatusCodes.Status200OK;
        // Without a charset: JSON has none, and Nova's client guesses Latin-1 under text types only.
        response.ContentType = "application/json";
        // Licence keys have no business in anybody's cache.
        response.Headers.CacheControl = "no-store";
        response.ContentLength = answer.Length;
        await response.Body.WriteAsync(answer, response.HttpContext.RequestAborted);
    }
}
