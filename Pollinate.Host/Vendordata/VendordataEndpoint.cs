using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Net.Http.Headers;
using Pollinate.Host.Authentication;
using Pollinate.Host.Budgets;
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
    private const string Json = "application/json";

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask HandleAsync(
        HttpContext context, RequestIdentity identity, RequestIdPair ids, RequestBudget budget, AnswerForm form)
    {
        if (identity.Status != IdentityStatus.Confirmed)
        {
            await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status401Unauthorized, identity.Status == IdentityStatus.Invalid
                ? "Nova's vendordata_dynamic_auth user is not authenticated."
                : "X-Identity-Status header not found in request. Is Keystone auth middleware configured?");
            return;
        }

        var reader = context.Request.BodyReader;
        var body = await ReadBodyAsync(reader);
        RequestContext request;
        try
        {
            if (!body.IsEmpty && !IsJson(context.Request.ContentType))
            {
                await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status415UnsupportedMediaType,
                    "The request's Content-Type must be application/json or application/*+json.");
                return;
            }

            ids.Body = VendordataRequest.Parse(body);
            request = new(ids.Body, identity.Caller, ids.RequestId, budget);
            ids.InstanceId = request.InstanceId;
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

        var output = await pipeline.RunAsync(request, budget);
        ids.Output = output;
        if (output.Missing.Count > 0)
        {
            await ErrorAnswer.WriteAsync(context.Response, StatusCodes.Status500InternalServerError,
                $"There is no vendordata for this guest, since it would lack what is required: {string.Join(", ", output.Missing)}. The server's log says why.");
            return;
        }

        var answer = AnswerBuffer.Take();
        form(output, answer);
        await WriteAsync(context.Response, answer.WrittenMemory);
        AnswerBuffer.Return(answer);
    }

    /// <summary>Reads to the end; the server's limit on the body ends it with 413.</summary>
    private static async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.IsCompleted)
                return read.Buffer;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsJson(string? contentType) =>
        string.Equals(contentType, Json, StringComparison.Ordinal) ||
        (MediaTypeHeaderValue.TryParse(contentType, out var type) &&
            type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) &&
            (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) ||
                type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    private static ValueTask<FlushResult> WriteAsync(HttpResponse response, ReadOnlyMemory<byte> answer)
    {
        response.StatusCode = StatusCodes.Status200OK;
        // Without a charset: JSON has none, and Nova's client guesses Latin-1 under text types only.
        response.ContentType = Json;
        // Licence keys have no business in anybody's cache.
        response.Headers.CacheControl = "no-store";
        response.ContentLength = answer.Length;
        return response.BodyWriter.WriteAsync(answer);
    }
}
