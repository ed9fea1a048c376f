using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Host.Authentication;
using Pollinate.Host.Authorization;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Logging;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What is decided of a caller, and how often, and what the log says of many.</summary>
internal sealed class CallerPolicyTests
{
    private static readonly Caller Nova = new()
    {
        UserId = "u1",
        UserName = "team:nova",
        UserDomainId = "d1",
        UserDomainName = "Default",
        ProjectId = "p1",
        ProjectName = "service",
        ProjectDomainId = "d1",
        ProjectDomainName = "Default",
        Roles = ["service"],
    };

    [Test]
    public void A_decision_is_made_once_for_a_token_and_anew_for_another_policy()
    {
        var identity = new RequestIdentity(IdentityStatus.Confirmed, Nova);
        var (strict, lenient) = (Policy(users: ["Default:somebody"]), Policy());

        var first = identity.DecideBy(strict);

        first.IsAllowed.Should().BeFalse();
        identity.DecideBy(strict).Should().BeSameAs(first);
        identity.DecideBy(lenient).IsAllowed.Should().BeTrue();
        identity.DecideBy(strict).IsAllowed.Should().BeFalse();
    }

    [Test]
    public void To_let_a_known_token_in_allocates_nothing()
    {
        using var log = new CollectedLog();
        using var loggers = log.ToFactory();
        var authorization = new CallerAuthorization(Policy(users: ["Default:team:nova"]), new(TimeProvider.System, loggers.CreateLogger<DenialLog>()));
        var identity = new RequestIdentity(IdentityStatus.Confirmed, Nova);
        authorization.Allows(identity).Should().BeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var isAllowed = authorization.Allows(identity);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        isAllowed.Should().BeTrue();
    }

    [TestCase("Default:team:nova", true)]
    [TestCase("d1:team:nova", true)]
    [TestCase(" d1 : team:nova ", true)]
    [TestCase("Default:team:nov", false)]
    [TestCase("Default:team", false)]
    [TestCase("u1:team:nova", false)]
    [TestCase("team:nova", false)]
    public void The_first_colon_ends_the_domain_for_a_name_may_have_some(string item, bool isAllowed) =>
        Policy(users: [item]).Decide(Nova).IsAllowed.Should().Be(isAllowed);

    [Test]
    public void A_user_of_a_domain_whose_name_has_a_colon_is_not_taken_for_another_domains()
    {
        var other = Nova with { UserName = "nova", UserDomainName = "Default:team", UserDomainId = "d2" };

        Policy(users: ["Default:team:nova"]).Decide(other).IsAllowed.Should().BeFalse();
        Policy(users: ["d2:nova"]).Decide(other).IsAllowed.Should().BeTrue();
    }

    [Test]
    public void Whoever_says_nothing_of_itself_is_nobody_on_any_list()
    {
        Policy(users: ["u1", "Default:nova"]).Decide(new() { Roles = ["service"] }).Unmet.Should().Be(Unmet.AllowedUsers);
        Policy(projects: ["p1", "Default:service"]).Decide(new() { Roles = ["service"] }).Unmet.Should().Be(Unmet.AllowedProjects);
        Policy().Decide(new()).Unmet.Should().Be(Unmet.RequiredRoles);
    }

    [TestCase("Default:other", "Default:service")]
    [TestCase("p1", "p2")]
    public void One_entry_of_a_list_is_enough(string one, string other) =>
        Policy(projects: [one, other]).Decide(Nova).IsAllowed.Should().BeTrue();

    [Test]
    public void A_list_of_which_nothing_can_be_read_lets_nobody_in()
    {
        Policy(users: [""]).Decide(Nova).IsAllowed.Should().BeFalse();
        Policy(users: [""]).LetsAnybodyIn.Should().BeFalse();
    }

    [Test]
    public void Many_denials_are_a_few_lines_and_a_count()
    {
        var clock = new TestClock();
        using var log = new CollectedLog();
        using var loggers = log.ToFactory();
        var denials = new DenialLog(clock, loggers.CreateLogger<DenialLog>());

        for (var request = 0; request < LineLimit.MaximumLines + 7; request++)
            denials.Write(new DefaultHttpContext(), Nova, Unmet.RequiredRoles);
        log.Warnings.Should().HaveCount(LineLimit.MaximumLines).And.OnlyContain(line => line.Contains("unknown"), "a unix socket has no address");
        clock.Advance(LineLimit.Window);
        denials.Write(new DefaultHttpContext(), Nova, Unmet.RequiredRoles);

        log.Warnings.Should().HaveCount(LineLimit.MaximumLines + 2);
        log.Warnings.Should().ContainSingle(line => line == "Refused 7 more with 403 before.");
    }

    private static CallerPolicy Policy(string[]? users = null, string[]? projects = null) =>
        new(new AuthorizationOptions { AllowedUsers = users ?? [], AllowedProjects = projects ?? [] });
}
