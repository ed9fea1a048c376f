using Pollinate.Host.Authorization;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What <c>[authorization]</c> is told of at the start.</summary>
internal sealed class AuthorizationChecksTests
{
    private const string Hexadecimal = "0123456789abcdefABCDEF0123456789";

    [TestCase(Hexadecimal, Description = "a user of Keystone's")]
    [TestCase(Hexadecimal + Hexadecimal, Description = "a user of LDAP's")]
    [TestCase("01234567-89ab-cdef-0123-456789abcdef", Description = "another identity provider's")]
    [TestCase("Default:nova")]
    public void An_id_and_a_name_with_its_domain_are_nothing_to_warn_of(string item)
    {
        Warnings(new() { AllowedUsers = [item] }).Should().BeEmpty();
        Warnings(new() { AllowedProjects = [item] }).Should().BeEmpty();
        AuthorizationChecks.Problems(new() { AllowedUsers = [item], AllowedProjects = [item] }).Should().BeEmpty();
    }

    [TestCase("0123456789abcdefABCDEF012345678", Description = "31 digits")]
    [TestCase("0123456789abcdefABCDEF012345678x")]
    [TestCase("0123456789abcdefABCDEF012345678_")]
    [TestCase("nova")]
    public void What_is_hardly_an_id_is_warned_of_with_an_example_of_its_own_kind(string item)
    {
        Warnings(new() { AllowedUsers = [item] }).Should().Equal(
            $"[authorization] allowed_users: '{item}' counts as an id, which it hardly is; write a name with its domain, such as Default:nova.");
        Warnings(new() { AllowedProjects = [item] }).Should().Equal(
            $"[authorization] allowed_projects: '{item}' counts as an id, which it hardly is; write a name with its domain, such as Default:service.");
    }

    [Test]
    public void That_anybody_is_let_in_is_said_where_callers_are_known_and_nowhere_else()
    {
        var open = new AuthorizationOptions { RequiredRoles = [] };

        Warnings(open).Should().ContainSingle().Which.Should().Be(
            "[authorization] required_roles, allowed_users and allowed_projects are all empty: any user of the cloud who reaches this daemon is answered. Set one of them.");
        AuthorizationChecks.Warnings(new() { AuthStrategy = "noauth" }, open).Should().BeEmpty();
        Warnings(open with { RequiredRoles = ["admin"] }).Should().BeEmpty();
        Warnings(open with { AllowedUsers = ["Default:nova"] }).Should().BeEmpty();
        Warnings(open with { AllowedProjects = ["Default:service"] }).Should().BeEmpty();
    }

    [TestCase("", "''")]
    [TestCase(" ", "' '")]
    [TestCase(":", "':'")]
    [TestCase(" :nova", "' :nova'")]
    [TestCase("Default: ", "'Default: '")]
    public void An_item_without_a_name_or_with_an_empty_domain_is_a_problem_and_nothing_to_warn_of(string item, string quoted)
    {
        AuthorizationChecks.Problems(new() { AllowedUsers = [item] }).Should().Equal(
            $"[authorization] allowed_users: {quoted} is neither an id nor domain:name; write for example Default:nova.");
        AuthorizationChecks.Problems(new() { AllowedProjects = [item] }).Should().Equal(
            $"[authorization] allowed_projects: {quoted} is neither an id nor domain:name; write for example Default:service.");
        Warnings(new() { AllowedUsers = [item], AllowedProjects = [item] }).Should().BeEmpty();
    }

    [TestCase(""), TestCase(" ")]
    public void A_role_without_a_name_is_a_problem(string role) =>
        AuthorizationChecks.Problems(new() { RequiredRoles = ["admin", role] }).Should().Equal(
            "[authorization] required_roles has an empty item, which no role is; take it out.");

    private static IEnumerable<string> Warnings(AuthorizationOptions options) =>
        AuthorizationChecks.Warnings(new() { AuthStrategy = DefaultOptions.KeystoneStrategy }, options);
}
