using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Host.OpenStack;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// Keystone's answer about its versions. What it says is followed no further than to another path. Documented:
/// <see cref="OpenStackException"/>.
/// </summary>
internal sealed class VersionsTarget : IFuzzTarget
{
    private const string Keystone = "http://keystone.example.org:5000";

    private readonly VersionDiscovery _discovery;
    private byte[] _input = [];

    public VersionsTarget() => _discovery = new(new OpenStackHttp(
        new HttpMessageInvoker(new CannedHandler(_ => CannedAnswer.Read(_input, usualStatus: 200))), TimeSpan.FromMinutes(10), TimeProvider.System, NullLogger.Instance));

    public string Name => "keystone-versions";

    public InputShape Shape => InputShape.Answer;

    public bool Run(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        try
        {
            var found = Completed.Of(_discovery.FindVersion3Async(Keystone, CancellationToken.None));
            if (found is null)
                return false;
            Expect.That(found.StartsWith(Keystone, StringComparison.Ordinal) && !found.EndsWith('/'), "the address found is elsewhere");
            using var request = new HttpRequestMessage(HttpMethod.Post, found + "/auth/tokens");
            Expect.That(request.RequestUri!.GetLeftPart(UriPartial.Authority) == Keystone, "the address found leads elsewhere");
            return true;
        }
        catch (OpenStackException)
        {
            return false;
        }
    }
}
