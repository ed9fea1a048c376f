using Pollinate.Abstractions;
using Pollinate.Host.Authorization;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What the log says of a caller that may not ask.</summary>
internal sealed class DenialTextTests
{
    private static readonly Caller Nova = new() { UserId = "u1", UserName = "nova", UserDomainName = "Default" };

    private static IEnumerable<TestCaseData> Callers()
    {
        yield return new(
            Nova with { ProjectId = "p1", ProjectName = "service", ProjectDomainName = "Default", Roles = ["member", "reader"] },
            "the user 'nova' (u1) of the domain 'Default' in the project 'service' (p1) of the domain 'Default' with the roles member, reader");
        yield return new(
            Nova with { DomainId = "d1", DomainName = "Default", Roles = ["reader"] },
            "the user 'nova' (u1) of the domain 'Default' in the domain 'Default' (d1) with the roles reader");
        yield return new(Nova with { IsSystemScoped = true }, "the user 'nova' (u1) of the domain 'Default' in the system without a role");
        yield return new(new Caller { UserId = "u1", UserName = "nova" }, "the user 'nova' (u1) in no project without a role");
    }

    [TestCaseSource(nameof(Callers))]
    public void It_names_the_user_and_what_the_token_is_for_and_the_roles(Caller caller, string text) => DenialText.Who(caller).Should().Be(text);

    [Test]
    public void It_names_each_option_that_does_not_hold_and_what_to_write_there()
    {
        DenialText.Why(Nova with { ProjectId = "p1" }, Unmet.RequiredRoles | Unmet.AllowedUsers | Unmet.AllowedProjects).Should().Be(
            "has none of [authorization] required_roles; if this is Nova, give its user one of them there, or add one of its roles to the option" +
            "; it also is not in [authorization] allowed_users; if this is Nova, add u1 to the option" +
            "; it also asks from a project that is not in [authorization] allowed_projects; if this is Nova, add p1 to the option");
        DenialText.Why(Nova, Unmet.AllowedProjects).Should().Be(
            "has a token without a project, which [authorization] allowed_projects asks for; " +
            "if this is Nova, set project_name and project_domain_name in its [vendordata_dynamic_auth]");
    }
}
