using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Providers.NvidiaVgpu;
using Pollinate.Providers.Tests.Support;

namespace Pollinate.Providers.Tests;

internal sealed class NvidiaVgpuProviderTests
{
    private readonly LookupOfTests<Project> _projects = new();
    private readonly LookupOfTests<Secret> _secrets = new();
    private readonly CollectedLog _log = new();

    [TestCase("monash")]
    [TestCase("monash-01")]
    [TestCase("monash-01,monash-02")]
    [TestCase("melbourne-qh2,monash-03")]
    [TestCase("melbourne-qh2, monash-03 ,tasmania")]
    [TestCase(" monash-01")]
    public async Task A_project_with_a_zone_that_begins_with_monash_is_given_its_token(string zones)
    {
        HaveProject(new() { ["compute_zones"] = zones });
        HaveSecrets("LICENSE_TOKEN_ARDC", "LICENSE_TOKEN_MONASH");

        (await RunAsync()).Should().Be("""{"license_token":"value of LICENSE_TOKEN_MONASH"}""");
        _log.Lines.Should().BeEmpty();
    }

    [TestCase("""{}""")]
    [TestCase("""{"compute_zones":""}""")]
    [TestCase("""{"compute_zones":","}""")]
    [TestCase("""{"compute_zones":null}""")]
    [TestCase("""{"compute_zones":["monash-01"]}""")]
    [TestCase("""{"compute_zones":"melbourne-qh2,tasmania"}""")]
    [TestCase("""{"compute_zones":"not-monash"}""")]
    [TestCase("""{"compute_zones":"Monash"}""")]
    [TestCase("""{"zones":"monash-01"}""")]
    public async Task Any_other_project_is_given_the_token_of_ARDC(string project)
    {
        HaveProject(JsonNode.Parse(project)!.AsObject());
        HaveSecrets("LICENSE_TOKEN_ARDC", "LICENSE_TOKEN_MONASH");

        (await RunAsync()).Should().Be("""{"license_token":"value of LICENSE_TOKEN_ARDC"}""");
        _log.Lines.Should().BeEmpty();
    }

    [TestCase("monash-01", "LICENSE_TOKEN_ARDC", "LICENSE_TOKEN_MONASH")]
    [TestCase("tasmania", "LICENSE_TOKEN_MONASH", "LICENSE_TOKEN_ARDC")]
    public async Task A_missing_secret_is_an_error_that_names_it(string zones, string present, string missing)
    {
        HaveProject(new() { ["compute_zones"] = zones });
        HaveSecrets(present);

        var error = (await this.Invoking(test => test.RunAsync()).Should().ThrowAsync<InvalidOperationException>()).Which;

        error.Message.Should().Contain(missing).And.Contain("[nvidia_vgpu]").And.NotContain("value of");
    }

    [Test]
    public async Task An_empty_secret_is_a_missing_one()
    {
        HaveProject([]);
        _secrets["LICENSE_TOKEN_ARDC"] = new("LICENSE_TOKEN_ARDC", "");

        (await this.Invoking(test => test.RunAsync()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("*LICENSE_TOKEN_ARDC*");
    }

    [Test]
    public async Task A_project_that_Keystone_does_not_know_is_given_nothing_and_a_warning_is_logged()
    {
        HaveSecrets("LICENSE_TOKEN_ARDC");

        (await RunAsync()).Should().Be("null");
        _log.Lines.Should().Equal((LogLevel.Warning, $"Keystone knows no project {Request.ProjectId}; the guest is given no licence token."));
    }

    [Test]
    public async Task The_property_is_an_option()
    {
        HaveProject(new() { ["compute_zones"] = "x", ["sites"] = "monash-01" });
        HaveSecrets("LICENSE_TOKEN_ARDC", "LICENSE_TOKEN_MONASH");

        (await RunAsync(("zones_property", "sites"))).Should().Contain("LICENSE_TOKEN_MONASH");
    }

    [TestCase("north-1", "NORTH")]
    [TestCase("south-1", "SOUTH")]
    [TestCase("south-1,north-1", "NORTH", Description = "the entries' order decides, not the zones'")]
    [TestCase("monash-01", "ALL")]
    public async Task Zones_and_their_secrets_are_options(string zones, string secret)
    {
        HaveProject(new() { ["compute_zones"] = zones });
        HaveSecrets("NORTH", "SOUTH", "ALL");

        (await RunAsync(("zone_secrets", "north:NORTH, south : SOUTH"), ("default_secret", "ALL")))
            .Should().Be($$"""{"license_token":"value of {{secret}}"}""");
    }

    [Test]
    public async Task Without_zones_of_their_own_all_projects_are_given_one_token()
    {
        HaveProject(new() { ["compute_zones"] = "monash-01" });
        HaveSecrets("LICENSE_TOKEN_ARDC", "LICENSE_TOKEN_MONASH");

        (await RunAsync(("zone_secrets", ""))).Should().Contain("LICENSE_TOKEN_ARDC");
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task Without_a_default_other_projects_are_given_nothing(string? none)
    {
        HaveProject(new() { ["compute_zones"] = "tasmania" });

        (await RunAsync(("default_secret", none))).Should().Be("null");
        _log.Lines.Should().Equal((LogLevel.Debug, $"No licence token is for the zones of project {Request.ProjectId}; the guest is given none."));
        _secrets.Asked.Should().BeEmpty();
    }

    [TestCase("monash", "monash")]
    [TestCase("monash:", "monash:")]
    [TestCase(":SECRET", ":SECRET")]
    [TestCase("a:A,b:B:C", "b:B:C")]
    public async Task An_entry_that_names_no_zone_or_no_secret_is_refused(string zoneSecrets, string entry) =>
        (await this.Invoking(test => test.RunAsync(("zone_secrets", zoneSecrets))).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"[nvidia_vgpu] zone_secrets: '{entry}' is not prefix:secret, *");

    [Test]
    public async Task Without_a_property_the_provider_refuses_to_start() =>
        (await this.Invoking(test => test.RunAsync(("zones_property", ""))).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("[nvidia_vgpu] zones_property is empty; *");

    private void HaveProject(JsonObject json) =>
        _projects[Request.ProjectId] = new(Request.ProjectId, "demo", JsonElement.Parse(json.ToJsonString()));

    private void HaveSecrets(params string[] names)
    {
        foreach (var name in names)
            _secrets[name] = new(name, $"value of {name}");
    }

    private async Task<string> RunAsync(params (string, string?)[] set)
    {
        var answer = await new NvidiaVgpuProvider(Settings.Of<NvidiaVgpuProvider>(set), _projects, _secrets, _log)
            .RunAsync(Request.OfProjectAlone);
        _log.Lines.Should().NotContain(line => line.Text.Contains("value of", StringComparison.Ordinal));
        return answer;
    }
}
