using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// Keystone's answer to the validation of a token, and all that is made of it. Documented: <see cref="OpenStackException"/>.
/// </summary>
internal sealed class TokenValidationTarget : IFuzzTarget
{
    private readonly TokenValidator _validator;
    private readonly TokenBindPolicy _policy = new("permissive");
    private byte[] _input = [];

    public TokenValidationTarget()
    {
        var cloud = new CannedCloud(_ => CannedAnswer.Read(_input, usualStatus: 200));
        _validator = new(
            cloud.Session, new KeystoneAuthtokenOptions { IncludeServiceCatalog = true }, cloud.Clock, NullLogger<TokenValidator>.Instance);
    }

    public string Name => "keystone-token";

    public InputShape Shape => InputShape.Answer;

    // The paths of access rules become patterns.
    public MemoryAllowance Memory => new(1024 * 1024, 1024);

    public bool Run(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        ValidatedToken? token;
        try
        {
            token = Completed.Of(_validator.ValidateAsync("gAAAAABtoken", allowExpired: false, CancellationToken.None))?.Token;
        }
        catch (OpenStackException)
        {
            return false;
        }

        if (token is null)
            return true;
        var context = new DefaultHttpContext();
        IdentityHeaders.Add(new(token, token, null, HasServiceToken: true), context.Request.Headers);
        if (context.Request.Headers[IdentityHeaders.ServiceCatalog] is [{ } catalog])
        {
            Expect.That(catalog.All(char.IsAscii), "the catalog's header is not ASCII");
            Expect.That(JsonElement.Parse(catalog).ValueKind == JsonValueKind.Array, "the catalog's header is no list");
        }

        _policy.Allows(token.Bind, context);
        token.AccessRules?.Allow("compute", "POST", "/v2.1/servers/0bb3fa3a/action", hasServiceToken: false);
        token.HasExpired(DateTimeOffset.UnixEpoch);
        return true;
    }
}
