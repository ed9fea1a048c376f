using System.Buffers;
using Pollinate.Abstractions;
using Pollinate.Host.Vendordata;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// The body of a request, in one piece and in many, and all that providers read of it. Documented:
/// <see cref="BadRequestException"/>.
/// </summary>
internal sealed class RequestBodyTarget : IFuzzTarget
{
    public string Name => "request-body";

    public InputShape Shape => InputShape.Json;

    public bool Run(ReadOnlySpan<byte> input)
    {
        var body = input.ToArray();
        var whole = Read(new(body));
        var pieces = Read(Pieces.Of(body, 1 + (body.Length % 7)));
        Expect.That(whole.Error == pieces.Error, "a body in pieces is read otherwise than a whole one");
        Expect.That(whole.Context?.Json.GetRawText() == pieces.Context?.Json.GetRawText(), "a body in pieces is another one");
        if (whole.Context is not { } context)
            return false;
        Expect.That(context.ProjectId is { Length: > 0 }, "there is no project-id");
        _ = context.InstanceId;
        _ = context.ImageId;
        _ = context.UserData;
        _ = context.Hostname;
        Expect.That(context.Metadata.All(entry => entry.Value is not null), "an entry of the metadata is no text");
        Expect.That(context.BootRoles.All(role => role.Length > 0), "a role has no name");
        return true;
    }

    private static (VendordataContext? Context, string? Error) Read(ReadOnlySequence<byte> body)
    {
        try
        {
            return (new(VendordataRequest.Parse(body), new(), "req-0b1c2d3e-0123-4567-89ab-0123456789ab"), null);
        }
        catch (BadRequestException exception)
        {
            return (null, exception.Message);
        }
    }
}
