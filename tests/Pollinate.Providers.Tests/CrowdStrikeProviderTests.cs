using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Providers.CrowdStrike;
using Pollinate.Providers.Tests.Support;

namespace Pollinate.Providers.Tests;

internal sealed class CrowdStrikeProviderTests
{
    private const string Prefix = "CROWDSTRIKE_MELBOURNE-QH2_";
    private const string Deb = "https://x/f.deb";
    private const string Rpm = "https://x/f.rpm";

    private readonly LookupOfTests<Server> _servers = new();
    private readonly LookupOfTests<Secret> _secrets = new();
    private readonly List<string> _values = [];
    private readonly CollectedLog _log = new();

    [SetUp]
    public void SetUp() => HaveServer("melbourne-qh2");

    [Test]
    public async Task Everything_that_the_zone_has_is_given()
    {
        Have("CID", "CID-QH2");
        Have("INSTALLER_URL_DEB", Deb);
        Have("INSTALLER_URL_RPM", Rpm);
        Have("ENABLED", "true");
        Have("FAIL_IF_MISSING", "true");
        Have("PROVISIONING_TOKEN", "provisioning-token-value");
        Have("TAGS", "tag-a,tag-b");

        (await RunAsync()).Should().Be("""
            {"cid":"CID-QH2","enabled":true,"fail_if_missing":true,"installer_url":"https://x/f.deb","installer_url_deb":"https://x/f.deb","installer_url_rpm":"https://x/f.rpm","provisioning_token":"provisioning-token-value","tags":"tag-a,tag-b"}
            """);
        _log.Lines.Should().BeEmpty();
    }

    [TestCase("INSTALLER_URL_DEB", Deb, "installer_url_deb")]
    [TestCase("INSTALLER_URL_RPM", Rpm, "installer_url_rpm")]
    public async Task A_customer_id_and_one_installer_are_enough(string key, string url, string property)
    {
        Have("CID", "CID-QH2");
        Have(key, url);

        (await RunAsync()).Should().Be(
            $$"""{"cid":"CID-QH2","enabled":true,"fail_if_missing":false,"installer_url":"{{url}}","{{property}}":"{{url}}"}""");
    }

    [Test]
    public async Task What_is_empty_is_not_set()
    {
        HaveEnough();
        Have("INSTALLER_URL_DEB", "");
        Have("PROVISIONING_TOKEN", "");
        Have("TAGS", "");

        (await RunAsync()).Should().Be(
            $$"""{"cid":"CID-QH2","enabled":true,"fail_if_missing":false,"installer_url":"{{Rpm}}","installer_url_rpm":"{{Rpm}}"}""");
    }

    [TestCase("1")]
    [TestCase("true")]
    [TestCase("True")]
    [TestCase("YES")]
    [TestCase("on")]
    [TestCase(" on\n")]
    public async Task These_spellings_are_true(string spelling)
    {
        HaveEnough();
        Have("ENABLED", spelling);
        Have("FAIL_IF_MISSING", spelling);

        (await RunAsync()).Should().Contain("\"enabled\":true").And.Contain("\"fail_if_missing\":true");
    }

    [TestCase("0")]
    [TestCase("false")]
    [TestCase("no")]
    [TestCase("off")]
    [TestCase("")]
    [TestCase("t")]
    [TestCase("enabled")]
    public async Task Any_other_spelling_turns_the_zone_off(string spelling)
    {
        HaveEnough();
        Have("ENABLED", spelling);

        (await RunAsync()).Should().Be("null");
        ShouldHaveLogged(LogLevel.Debug, $"The availability zone melbourne-qh2 has no CrowdStrike sensor: {Prefix}ENABLED turns it off.");
    }

    [TestCase("0")]
    [TestCase("false")]
    [TestCase("")]
    [TestCase("maybe")]
    public async Task Any_other_spelling_lets_the_guest_go_on_without_a_sensor(string spelling)
    {
        HaveEnough();
        Have("FAIL_IF_MISSING", spelling);

        (await RunAsync()).Should().Contain("\"fail_if_missing\":false");
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task A_zone_without_a_customer_id_gives_nothing(string? cid)
    {
        Have("INSTALLER_URL_DEB", Deb);
        if (cid is not null)
            Have("CID", cid);

        (await RunAsync()).Should().Be("null");
        ShouldHaveLogged(LogLevel.Debug,
            $"The availability zone melbourne-qh2 has no CrowdStrike sensor: the store of secrets has no {Prefix}CID.");
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task A_zone_without_an_installer_gives_nothing_and_a_warning(string? url)
    {
        Have("CID", "CID-QH2");
        if (url is not null)
        {
            Have("INSTALLER_URL_DEB", url);
            Have("INSTALLER_URL_RPM", url);
        }

        (await RunAsync()).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            $"The availability zone melbourne-qh2 has a CrowdStrike customer id and no installer; add {Prefix}INSTALLER_URL_DEB or {Prefix}INSTALLER_URL_RPM to the store of secrets. The guest is told of no sensor.");
    }

    [TestCase("melbourne-qh2-uom", "MELBOURNE-QH2-UOM")]
    [TestCase("Monash_01", "MONASH_01")]
    [TestCase("tasmania", "TASMANIA")]
    [TestCase("{key}", "{KEY}")]
    public async Task The_zones_name_is_in_capitals_and_keeps_its_hyphens(string zone, string written)
    {
        HaveServer(zone);
        Add($"CROWDSTRIKE_{written}_CID", "CID-OF-IT");
        Add($"CROWDSTRIKE_{written}_INSTALLER_URL_RPM", Rpm);
        HaveEnough();

        (await RunAsync()).Should().Contain("CID-OF-IT");
        _secrets.Asked.Should().OnlyContain(name => name.StartsWith($"CROWDSTRIKE_{written}_", StringComparison.Ordinal));
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task A_server_in_no_zone_gives_nothing(string? zone)
    {
        HaveServer(zone);

        (await RunAsync()).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            $"Nova tells no availability zone of server {Request.ServerId}; the guest is told of no CrowdStrike sensor.");
        _secrets.Asked.Should().BeEmpty();
    }

    [Test]
    public async Task A_server_that_Nova_does_not_show_gives_nothing()
    {
        HaveEnough();

        (await RunAsync(Request.Of("""{"project-id":"p","instance-id":"gone"}"""))).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning,
            "Nova shows no server gone: it is gone, or the user of [service_auth] may not see it; the guest is told of no CrowdStrike sensor.");
        _secrets.Asked.Should().BeEmpty();
    }

    [TestCase("""{"project-id":"p"}""")]
    [TestCase("""{"project-id":"p","instance-id":""}""")]
    public async Task A_request_without_an_instance_gives_nothing(string body)
    {
        (await RunAsync(Request.Of(body))).Should().Be("null");
        ShouldHaveLogged(LogLevel.Warning, "The request names no instance; there is no CrowdStrike sensor without one.");
        _servers.Asked.Should().BeEmpty();
    }

    [Test]
    public async Task The_names_of_the_secrets_are_an_option()
    {
        Add("falcon.CID.MELBOURNE-QH2", "CID-OF-IT");
        Add("falcon.INSTALLER_URL_DEB.MELBOURNE-QH2", Deb);

        JsonNode.Parse(await RunAsync(("key_pattern", "falcon.{key}.{az}")))!["cid"]!.GetValue<string>().Should().Be("CID-OF-IT");
    }

    [TestCase("CROWDSTRIKE_{az}", "put {key} where its value belongs")]
    [TestCase("CROWDSTRIKE_{key}", "put {az} where its value belongs")]
    [TestCase("CROWDSTRIKE_{zone}_{key}", "has {zone} in it; what is filled in is {az} and {key}")]
    [TestCase("CROWDSTRIKE_{az}_{key}}", "has a brace without its twin")]
    [TestCase("", "is empty")]
    [TestCase(" ", "is empty")]
    [TestCase(null, "is empty")]
    public async Task A_pattern_that_can_not_be_used_is_refused_at_the_start(string? pattern, string reason) =>
        (await this.Invoking(test => test.RunAsync(("key_pattern", pattern))).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().StartWith("[crowdstrike] key_pattern").And.Contain(reason);

    [Test]
    public async Task A_failed_lookup_of_a_secret_fails_the_provider()
    {
        _secrets.Failure = new LookupException("secrets: Vault is away");

        await this.Invoking(test => test.RunAsync()).Should().ThrowAsync<LookupException>();
    }

    private void HaveServer(string? zone) =>
        _servers[Request.ServerId] = new(Request.ServerId, zone, "host", [], JsonElement.Parse("{}"));

    private void HaveEnough()
    {
        Have("CID", "CID-QH2");
        Have("INSTALLER_URL_RPM", Rpm);
    }

    private void Have(string key, string value) => Add(Prefix + key, value);

    private void Add(string name, string value)
    {
        _secrets[name] = new(name, value);
        _values.Add(value);
    }

    private Task<string> RunAsync(params (string, string?)[] set) => RunAsync(Request.FromImage, set);

    private async Task<string> RunAsync(VendordataContext context, params (string, string?)[] set)
    {
        var answer = await new CrowdStrikeProvider(Settings.Of<CrowdStrikeProvider>(set), _servers, _secrets, _log).RunAsync(context);
        // Shorter ones are the spellings of true and false, which are words of the language, too.
        foreach (var secret in _values.Where(value => value.Length > 8))
            _log.Lines.Should().NotContain(line => line.Text.Contains(secret, StringComparison.Ordinal));
        return answer;
    }

    private void ShouldHaveLogged(LogLevel level, string text) => _log.Lines.Should().Equal((level, text));
}
