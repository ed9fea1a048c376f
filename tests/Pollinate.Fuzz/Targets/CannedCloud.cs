using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;

namespace Pollinate.Fuzz.Targets;

/// <summary>The daemon's session with a cloud whose answers are given.</summary>
internal sealed class CannedCloud
{
    private static readonly byte[] OwnToken = Encoding.UTF8.GetBytes(
        """
        {"token": {"methods": ["password"], "expires_at": "2999-01-01T00:00:00.000000Z", "user": {"id": "u", "name": "pollinate"}, "catalog": [
          {"type": "identity", "endpoints": [{"interface": "public", "region_id": "r", "url": "http://keystone.example.org/v3"}]},
          {"type": "compute", "endpoints": [{"interface": "public", "region_id": "r", "url": "http://nova.example.org/v2.1"}]},
          {"type": "image", "endpoints": [{"interface": "public", "region_id": "r", "url": "http://glance.example.org"}]},
          {"type": "volumev3", "endpoints": [{"interface": "public", "region_id": "r", "url": "http://cinder.example.org/v3/p"}]}]}}
        """);

    /// <param name="answer">Answers every call but the one for the daemon's own token.</param>
    /// <param name="authenticate">Answers that one; null for a good token.</param>
    public CannedCloud(Func<HttpRequestMessage, HttpResponseMessage> answer, Func<HttpResponseMessage>? authenticate = null)
    {
        var invoker = new HttpMessageInvoker(new CannedHandler(request =>
            request.Method == HttpMethod.Post ? WithToken(authenticate is null ? Json(OwnToken, HttpStatusCode.Created) : authenticate()) : answer(request)));
        var options = new ServiceAuthOptions
        {
            AuthType = "v3password",
            AuthUrl = "http://keystone.example.org/v3",
            Username = "pollinate",
            Password = "secret",
            UserDomainName = "Default",
            ProjectName = "service",
            ProjectDomainName = "Default",
        };
        var settings = new SessionSettings(
            "service_auth", new(AuthPlugin.Find("v3password")!, options), ["public", "internal"], Region: null, TimeSpan.FromMinutes(10));
        Session = new(settings, invoker, new(new Redactor().Register()), Clock, NullLogger<KeystoneSession>.Instance);
        Services = new(Session, new(Session, invoker, Clock, NullLogger.Instance), Clock, NullLogger<OpenStackSession>.Instance);
        Reader = new(Services);
    }

    public TimeProvider Clock { get; } = new LeapingClock();

    public KeystoneSession Session { get; }

    public OpenStackSession Services { get; }

    public ResourceReader Reader { get; }

    public static HttpResponseMessage Json(byte[] body, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = new("application/json");
        return response;
    }

    private static HttpResponseMessage WithToken(HttpResponseMessage response)
    {
        response.Headers.TryAddWithoutValidation("X-Subject-Token", "gAAAAABowntoken");
        return response;
    }
}
