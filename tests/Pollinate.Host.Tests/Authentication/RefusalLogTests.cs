using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Authentication;
using Pollinate.Host.Logging;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What the log says of requests that were refused, and how much of it.</summary>
internal sealed class RefusalLogTests
{
    [TestCase(nameof(Refusal.NoToken), "it came without a token")]
    [TestCase(nameof(Refusal.BlankToken), "its token is blank")]
    [TestCase(nameof(Refusal.SeveralTokens), "it came with more than one token of a kind")]
    [TestCase(nameof(Refusal.TooLong), "its token is longer than 8170 characters")]
    [TestCase(nameof(Refusal.NotAToken), "its token has characters that no token has")]
    [TestCase(nameof(Refusal.Unknown), "Keystone does not know its token, or the token has expired or was revoked")]
    [TestCase(nameof(Refusal.Expired), "its token has expired")]
    [TestCase(nameof(Refusal.Bind), "its token is bound to something that the request does not show")]
    [TestCase(nameof(Refusal.AccessRules), "the access rules of its application credential do not allow it")]
    [TestCase(nameof(Refusal.ServiceTokenUnknown), "Keystone does not know its service token, or that token has expired or was revoked")]
    [TestCase(nameof(Refusal.ServiceTokenExpired), "its service token has expired")]
    [TestCase(nameof(Refusal.ServiceTokenBind), "its service token is bound to something that the request does not show")]
    [TestCase(nameof(Refusal.ServiceTokenRole), "its service token has none of the roles of service_token_roles")]
    [TestCase(nameof(Refusal.KeystoneUnavailable), "Keystone could not tell whether its token is valid")]
    [TestCase(nameof(Refusal.KeystoneSilent), "Keystone did not tell within [DEFAULT] request_timeout whether its token is valid")]
    public void Each_refusal_says_why_and_from_where(string refusal, string reason)
    {
        using var log = new CollectedLog();
        using var loggers = log.ToFactory();
        var refusals = new RefusalLog(new TestClock(), loggers.CreateLogger<RefusalLog>());

        refusals.Write(Enum.Parse<Refusal>(refusal), Request("192.0.2.7"));

        log.Lines.Select(line => line.Text).Should().Equal($"Refused POST from 192.0.2.7: {reason}.");
    }

    [Test]
    public void Of_one_that_came_over_a_unix_socket_no_address_is_known()
    {
        using var log = new CollectedLog();
        using var loggers = log.ToFactory();

        new RefusalLog(new TestClock(), loggers.CreateLogger<RefusalLog>()).Write(Refusal.NoToken, Request(address: null));

        log.Lines.Select(line => line.Text).Should().Equal("Refused POST from unknown: it came without a token.");
    }

    [Test]
    public void Of_each_reason_there_are_a_few_lines_and_then_how_many_more_there_were()
    {
        var clock = new TestClock();
        using var log = new CollectedLog();
        using var loggers = log.ToFactory();
        var refusals = new RefusalLog(clock, loggers.CreateLogger<RefusalLog>());

        for (var request = 0; request < LineLimit.MaximumLines + 3; request++)
            refusals.Write(Refusal.Unknown, Request("192.0.2.7"));
        refusals.Write(Refusal.NoToken, Request("192.0.2.8"));
        log.Lines.Should().HaveCount(LineLimit.MaximumLines + 1);
        clock.Advance(LineLimit.Window);
        refusals.Write(Refusal.NoToken, Request("192.0.2.8"));
        refusals.Write(Refusal.Unknown, Request("192.0.2.7"));

        log.Lines.Skip(LineLimit.MaximumLines + 1).Select(line => line.Text).Should().Equal(
            "Refused POST from 192.0.2.8: it came without a token.",
            "Refused 3 more before: Keystone does not know its token, or the token has expired or was revoked.",
            "Refused POST from 192.0.2.7: Keystone does not know its token, or the token has expired or was revoked.");
    }

    private static DefaultHttpContext Request(string? address)
    {
        var context = new DefaultHttpContext { Request = { Method = "POST" } };
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        return context;
    }
}
