using System.Text.Json.Nodes;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Tests.Keystone;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>What is sent to Keystone to authenticate, for every method and scope.</summary>
internal sealed class ServiceAuthenticationTests
{
    private const string User = """ "user":{"password":"pw","name":"u","domain":{"name":"D"}} """;
    private const string Password = """ "identity":{"methods":["password"],"password":{ """ + User + "}}";

    private static readonly ServiceAuthOptions Named = new()
    {
        AuthType = "password",
        Username = "u",
        Password = "pw",
        UserDomainName = "D",
    };

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("no scope", Named, "{" + Password + "}");
        yield return Case("a project by name",
            Named with { ProjectName = "p", ProjectDomainName = "PD" },
            Scoped("""{"project":{"name":"p","domain":{"name":"PD"}}}"""));
        yield return Case("a project by id, which goes before its name",
            Named with { ProjectId = "pid", ProjectName = "p", ProjectDomainName = "PD" },
            Scoped("""{"project":{"id":"pid"}}"""));
        yield return Case("a project in the default domain",
            Named with { ProjectName = "p", DefaultDomainId = "dd" },
            Scoped("""{"project":{"name":"p","domain":{"id":"dd"}}}"""));
        yield return Case("a domain by id", Named with { DomainId = "did", DomainName = "d" },
            Scoped("""{"domain":{"id":"did"}}"""));
        yield return Case("a domain by name", Named with { DomainName = "d" },
            Scoped("""{"domain":{"name":"d"}}"""));
        yield return Case("a trust", Named with { TrustId = "t" },
            Scoped("""{"OS-TRUST:trust":{"id":"t"}}"""));
        yield return Case("the system", Named with { SystemScope = "all" },
            Scoped("""{"system":{"all":true}}"""));
        yield return Case("a user by id, who needs no domain",
            Named with { UserId = "uid" },
            """{ "identity":{"methods":["password"],"password":{"user":{"password":"pw","id":"uid"}}} }""");
        yield return Case("a domain's id, which goes before its name",
            Named with { UserDomainId = "ud" },
            """{ "identity":{"methods":["password"],"password":{"user":{"password":"pw","name":"u","domain":{"id":"ud"}}}} }""");
        foreach (var type in new[] { "token", "v3token" })
        {
            yield return Case($"{type} for a project",
                new() { AuthType = type, Token = "tok", ProjectId = "pid" },
                """{ "identity":{"methods":["token"],"token":{"id":"tok"}}, "scope":{"project":{"id":"pid"}} }""");
        }

        yield return Case("an application credential by id",
            new() { AuthType = "v3applicationcredential", ApplicationCredentialId = "a", ApplicationCredentialSecret = "s", ProjectId = "ignored" },
            """{ "identity":{"methods":["application_credential"],"application_credential":{"secret":"s","id":"a"}} }""");
        yield return Case("an application credential by name and user",
            new() { AuthType = "v3applicationcredential", ApplicationCredentialName = "a", ApplicationCredentialSecret = "s", Username = "u", UserDomainId = "ud" },
            """{ "identity":{"methods":["application_credential"],"application_credential":{"secret":"s","name":"a","user":{"name":"u","domain":{"id":"ud"}}}} }""");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task The_credentials_and_the_scope_are_sent_as_Keystone_wants_them(object options, string expected)
    {
        var clock = new TestClock();
        await using var keystone = await ScriptedKeystone.StartAsync(clock);
        await using var openStack = OpenStackOfTests.Against(keystone, clock, (ServiceAuthOptions)options);

        (await openStack.Session.GetAsync("identity", "projects/p", CancellationToken.None)).IsNotFound.Should().BeTrue();

        var sent = JsonNode.Parse(keystone.Auths.Should().ContainSingle().Subject.Body)!["auth"];
        JsonNode.DeepEquals(sent, JsonNode.Parse(expected)).Should().BeTrue(because: $"it sent {sent}");
    }

    [TestCase("password", "", 1)]
    [TestCase("password", "/v3", 1)]
    [TestCase("v3password", "/v3", 0)]
    [TestCase("v3password", "", 0)]
    public async Task The_version_is_asked_for_once_unless_the_method_names_it(string type, string path, int discoveries)
    {
        var clock = new TestClock();
        await using var keystone = await ScriptedKeystone.StartAsync(clock);
        await using var openStack = OpenStackOfTests.Against(keystone, clock, Named with { AuthType = type, AuthUrl = path });

        for (var time = 0; time < 2; time++)
        {
            await openStack.Session.GetAsync("identity", "projects/p", CancellationToken.None);
            keystone.RevokeOwnTokens();
        }

        keystone.Auths.Should().OnlyContain(request => request.Path == "/v3/auth/tokens");
        keystone.Discoveries.Should().HaveCount(discoveries);
    }

    private static string Scoped(string scope) => $"{{{Password}, \"scope\":{scope}}}";

    private static TestCaseData Case(string name, ServiceAuthOptions options, string expected) =>
        new TestCaseData(options, expected).SetArgDisplayNames(name);
}
