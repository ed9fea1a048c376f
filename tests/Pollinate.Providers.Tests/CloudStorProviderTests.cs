using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Providers.CloudStor;
using Pollinate.Providers.Tests.Support;

namespace Pollinate.Providers.Tests;

internal sealed class CloudStorProviderTests
{
    private const string Blob = """{"username":"u","password":"hunter2"}""";

    private readonly LookupOfTests<CredentialList> _credentials = new();
    private readonly CollectedLog _log = new();

    [Test]
    public async Task The_first_credential_of_the_project_is_given_as_its_JSON()
    {
        Have("cloudstor", ("another project", "{}"), (null, "{}"), (Request.ProjectId, Blob), (Request.ProjectId, """{"later":1}"""));

        (await RunAsync()).Should().Be(Blob);
        _log.Lines.Should().BeEmpty();
    }

    [Test]
    public async Task A_project_without_a_credential_is_given_nothing()
    {
        Have("cloudstor", ("another project", Blob));

        (await RunAsync()).Should().Be("null");
        ShouldHaveLoggedNone("cloudstor");
    }

    [Test]
    public async Task Without_any_credential_nobody_is_given_anything()
    {
        (await RunAsync()).Should().Be("null");
        ShouldHaveLoggedNone("cloudstor");
    }

    [TestCase("hunter2")]
    [TestCase("")]
    [TestCase("{\"password\":\"hunter2\"")]
    [TestCase("{\"password\":\"hunter2\"} hunter2")]
    [TestCase("{'password':'hunter2'}")]
    public async Task A_blob_that_is_no_JSON_is_an_error_that_names_the_credential_and_quotes_nothing(string blob)
    {
        Have("cloudstor", (Request.ProjectId, blob));

        var error = (await this.Invoking(test => test.RunAsync()).Should().ThrowAsync<InvalidOperationException>()).Which;

        error.Message.Should().Contain("credential id-0 of type cloudstor").And.Contain(Request.ProjectId).And.Contain("not JSON");
        error.ToString().Should().NotContain("hunter2").And.NotContain("LineNumber");
        _log.Lines.Should().BeEmpty();
    }

    [Test]
    public async Task The_type_of_the_credentials_is_an_option()
    {
        Have("cloudstor", (Request.ProjectId, """{"of":"the default"}"""));
        Have("nextcloud", (Request.ProjectId, """{"of":"the option"}"""));

        (await RunAsync(("credential_type", "nextcloud"))).Should().Be("""{"of":"the option"}""");
        _credentials.Asked.Should().Equal("nextcloud");
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task Without_a_type_the_provider_refuses_to_start(string? type) =>
        (await this.Invoking(test => test.RunAsync(("credential_type", type))).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("[cloudstor] credential_type is empty; *");

    [Test]
    public async Task A_failed_lookup_fails_the_provider()
    {
        _credentials.Failure = new LookupException("identity: GET credentials: answered 500");

        await this.Invoking(test => test.RunAsync()).Should().ThrowAsync<LookupException>();
    }

    private void Have(string type, params (string? ProjectId, string Blob)[] credentials) =>
        _credentials[type] = new(type, [.. credentials.Select((one, index) => new Credential($"id-{index}", type, "admin", one.ProjectId, one.Blob))]);

    private Task<string> RunAsync(params (string, string?)[] set) =>
        new CloudStorProvider(Settings.Of<CloudStorProvider>(set), _credentials, _log).RunAsync(Request.OfProjectAlone);

    private void ShouldHaveLoggedNone(string type) => _log.Lines.Should().Equal(
        (LogLevel.Debug, $"The project {Request.ProjectId} has no credential of type {type}; the guest is given none."));
}
