using Microsoft.AspNetCore.Http;
using Pollinate.Abstractions;
using Pollinate.Host.Authentication;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What a request says of itself where that is believed.</summary>
internal sealed class TrustedHeadersTests
{
    [Test]
    public async Task Every_identity_header_is_believed_of_a_request_that_says_it_is_confirmed()
    {
        var identity = await AuthenticateAsync(
            ("X-Identity-Status", "Confirmed"), ("X-User-Id", "u1"), ("X-User-Name", "nova"), ("X-User-Domain-Id", "d1"),
            ("X-User-Domain-Name", "Users"), ("X-Project-Id", "p1"), ("X-Project-Name", "service"), ("X-Project-Domain-Id", "d2"),
            ("X-Project-Domain-Name", "Projects"), ("X-Domain-Id", "d3"), ("X-Domain-Name", "Domains"),
            ("OpenStack-System-Scope", "all"), ("X-Roles", "admin, member,,reader"));

        identity.Status.Should().Be(IdentityStatus.Confirmed);
        identity.Caller.Should().BeEquivalentTo(new Caller
        {
            UserId = "u1",
            UserName = "nova",
            UserDomainId = "d1",
            UserDomainName = "Users",
            ProjectId = "p1",
            ProjectName = "service",
            ProjectDomainId = "d2",
            ProjectDomainName = "Projects",
            DomainId = "d3",
            DomainName = "Domains",
            IsSystemScoped = true,
            Roles = ["admin", "member", "reader"],
        });
    }

    [Test]
    public async Task What_it_does_not_say_is_not_known()
    {
        var identity = await AuthenticateAsync(("X-Identity-Status", "Confirmed"), ("OpenStack-System-Scope", "some"));

        identity.Caller.Should().BeEquivalentTo(new Caller());
    }

    [TestCase("Invalid", IdentityStatus.Invalid), TestCase("confirmed", IdentityStatus.Invalid), TestCase(null, IdentityStatus.Unknown)]
    public async Task Of_one_that_does_not_say_it_is_confirmed_nothing_is_believed(string? status, IdentityStatus expected)
    {
        var identity = status is null
            ? await AuthenticateAsync(("X-User-Id", "u1"))
            : await AuthenticateAsync(("X-Identity-Status", status), ("X-User-Id", "u1"));

        identity.Status.Should().Be(expected);
        identity.Caller.UserId.Should().BeNull();
    }

    private static async Task<RequestIdentity> AuthenticateAsync(params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        return (await new TrustedHeadersAuthentication().AuthenticateAsync(context, null!))!;
    }
}
