using System.Net;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>What the scenarios call 401, 503 and confirmed.</summary>
internal static class AnswerAssertions
{
    public const string UnauthorizedBody =
        """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}""";

    public static void ShouldBe401(this Answer answer, string uri = Cloud.PublicUrl)
    {
        answer.Status.Should().Be(HttpStatusCode.Unauthorized);
        answer.Body.Should().Be(UnauthorizedBody);
        answer.Header("Content-Length").Should().Be("114");
        answer.Header("Content-Type").Should().Be("application/json");
        answer.Header("Cache-Control").Should().Be("no-store");
        answer.Header("WWW-Authenticate").Should().Be($"Keystone uri=\"{uri}\"");
        answer.Header("x-openstack-request-id").Should().BeNull();
    }

    public static void ShouldBe503(this Answer answer)
    {
        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Body.Should().Contain("The Keystone service is temporarily unavailable.");
        answer.Header("Cache-Control").Should().Be("no-store");
        answer.Header("WWW-Authenticate").Should().BeNull();
        answer.Header("x-openstack-request-id").Should().BeNull();
    }

    public static void ShouldBeConfirmed(this Answer answer, Cloud cloud)
    {
        answer.Status.Should().Be(HttpStatusCode.OK);
        var seen = cloud.Seen[^1];
        seen["X-Identity-Status"].Should().Be("Confirmed");
        seen.Identity.Should().NotBeNull();
        seen.Identity!.Status.Should().Be(Pollinate.Host.Authentication.IdentityStatus.Confirmed);
    }

    public static void ShouldBeInvalid(this Answer answer, Cloud cloud)
    {
        answer.Status.Should().Be(HttpStatusCode.OK);
        var seen = cloud.Seen[^1];
        seen["X-Identity-Status"].Should().Be("Invalid");
        seen.Identity.Should().NotBeNull();
        seen.Identity!.Status.Should().Be(Pollinate.Host.Authentication.IdentityStatus.Invalid);
        seen.Identity.Caller.Should().BeEquivalentTo(new Pollinate.Abstractions.Caller());
    }
}
