using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Pollinate.Host.Authentication;
using Pollinate.Host.Http;
using Pollinate.Host.RequestIds;

namespace Pollinate.Fuzz.Targets;

/// <summary>The headers of a request that the daemon reads. Nothing is thrown.</summary>
internal sealed class RequestHeadersTarget : IFuzzTarget
{
    private static readonly MediaTypeHeaderValue[] Offered = [new("text/html"), new("application/json"), new("text/plain")];

    public string Name => "request-headers";

    public InputShape Shape => InputShape.Headers;

    // Each line becomes a header, and the framework's reader of media types makes many small objects.
    public MemoryAllowance Memory => new(256 * 1024, 512);

    public bool Run(ReadOnlySpan<byte> input)
    {
        var context = new DefaultHttpContext();
        var headers = context.Request.Headers;
        var lines = Encoding.Latin1.GetString(input).Split('\n').Where(line => line.IndexOf(':', StringComparison.Ordinal) > 0)
            .ToLookup(line => line[..line.IndexOf(':', StringComparison.Ordinal)], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
        foreach (var header in lines)
            headers[header.Key] = header.ToArray();

        var user = CallerToken.OfUser(headers);
        Check(user);
        if (CallerToken.OfService(headers) is { } service)
            Check(service);
        var ids = RequestIdPair.Give(context);
        Expect.That(ids.GlobalRequestId is null || ids.GlobalRequestId.Length == ids.RequestId.Length, "an id of the caller's is no id");
        if (AcceptHeader.Choose(headers.Accept, Offered) is { } choice)
            Expect.That(choice >= 0 && choice < Offered.Length, "what is accepted is not offered");
        IdentityHeaders.RemoveFrom(headers);
        Expect.That(!headers.Keys.Any(name => IdentityHeaders.All.Contains(name.Replace('_', '-'))), "an identity header of the client's is left");
        return user.IsUsable;
    }

    private static void Check(CallerToken token)
    {
        Expect.That(token.IsUsable != token.Reason is not null, "a token is good and refused at once");
        if (!token.IsUsable)
            return;
        Expect.That(token.Value.Length is > 0 and <= CallerToken.MaximumLength && token.Value.All(character => character is >= '!' and <= '~'), "a token has what no token has");
        Expect.That(TokenHash.Of(token.Value) == TokenHash.Of(new string(token.Value)), "a token has two hashes");
    }
}
