using System.Text;
using Pollinate.Host.OpenStack;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// Keystone's answer to the daemon's own authentication, and calls to the services that its catalog names. Documented:
/// <see cref="OpenStackException"/>.
/// </summary>
internal sealed class OwnTokenTarget : IFuzzTarget
{
    private static readonly byte[] Versions = Encoding.UTF8.GetBytes(
        """{"versions": {"values": [{"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": "http://keystone.example.org/v3/"}]}]}}""");

    private static readonly string[] Types = ["identity", "compute", "image", "volumev3", "block-storage", "object-store"];

    public string Name => "keystone-own-token";

    public InputShape Shape => InputShape.Answer;

    // A dozen calls for each input.
    public MemoryAllowance Memory => new(1024 * 1024, 128);

    public bool Run(ReadOnlySpan<byte> input)
    {
        var answer = input.ToArray();
        var cloud = new CannedCloud(_ => CannedCloud.Json(Versions), () => CannedAnswer.Read(answer, usualStatus: 201));
        try
        {
            Completed.Of(cloud.Session.GetTokenAsync(CancellationToken.None).AsTask());
        }
        catch (OpenStackException)
        {
            return false;
        }

        foreach (var type in Types)
        {
            Try(() => Completed.Of(cloud.Services.GetAsync(type, "things/1", CancellationToken.None)));
            Try(() => Completed.Of(Send(cloud.Services, type)));
        }

        return true;
    }

    private static async Task<bool> Send(OpenStackSession services, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(ServiceAddress.Placeholder, "things?a=b"));
        using var response = await services.SendAsync(type, request, CancellationToken.None);
        return response.IsSuccessStatusCode;
    }

    private static void Try<T>(Func<T> call)
    {
        try
        {
            call();
        }
        catch (OpenStackException)
        {
            // The catalog has no such service, or no address of it that can be used.
        }
    }
}
