using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>What is said at the start about <c>[secrets]</c> and <c>[vault]</c>.</summary>
internal sealed class SecretChecksTests
{
    private static readonly VaultOptions Complete = new() { Url = "https://vault.example.org:8200", Path = "p", Token = "hvs.marked" };

    public static IEnumerable<TestCaseData<VaultOptions, string>> Incomplete =>
    [
        new(Complete with { Url = null }, "[vault] url is not set, although path is"),
        new(Complete with { Url = "" }, "[vault] url is not set, although path is"),
        new(Complete with { Url = "vault:8200" }, "[vault] url is no http or https address"),
        new(Complete with { Url = "https://vault?x=1" }, "[vault] url is no http or https address"),
        new(Complete with { Url = "https://nova:hidden@vault" }, "[vault] url is no http or https address"),
        new(Complete with { Url = "not an address" }, "[vault] url is no http or https address"),
        new(Complete with { Path = null }, "[vault] path is not set, although url is"),
        new(Complete with { MountPoint = "/" }, "[vault] mount_point is empty"),
        new(Complete with { Token = null }, "[vault] has no credentials: set token, or role_id and secret_id for AppRole, or role"),
        new(Complete with { Token = "" }, "[vault] has no credentials"),
        new(Complete with { Token = "marked\nmarked" }, "[vault] token holds blanks or characters that no token of Vault has"),
        new(Complete with { Token = null, RoleId = "r" }, "[vault] secret_id is not set, although role_id is"),
        new(Complete with { Token = null, SecretId = "marked" }, "[vault] role_id is not set, although secret_id is"),
        new(Complete with { Cacert = "/no/such/ca.pem" }, "[vault] cacert '/no/such/ca.pem' does not exist"),
    ];

    [TestCaseSource(nameof(Incomplete))]
    public void A_vault_that_can_not_work_is_a_problem_that_names_the_option(VaultOptions vault, string problem)
    {
        var report = Check(new(), vault);

        report.Problems.Should().ContainSingle().Which.Should().StartWith(problem).And.NotContain("marked");
        report.Warnings.Should().BeEmpty();
    }

    [TestCase("token")]
    [TestCase("role_id")]
    [TestCase("secret_id")]
    [TestCase("namespace")]
    [TestCase("auth_mount")]
    [TestCase("role")]
    public void Any_option_that_says_that_Vault_is_meant_calls_for_the_others(string option)
    {
        var vault = option switch
        {
            "token" => new VaultOptions { Token = "t" },
            "role_id" => new VaultOptions { RoleId = "r" },
            "secret_id" => new VaultOptions { SecretId = "s" },
            "namespace" => new VaultOptions { Namespace = "n" },
            "auth_mount" => new VaultOptions { AuthMount = "a" },
            _ => new VaultOptions { Role = "r" },
        };

        Check(new(), vault).Problems.Should().Contain(problem => problem.StartsWith($"[vault] url is not set, although {option} is", StringComparison.Ordinal))
            .And.Contain(problem => problem.StartsWith($"[vault] path is not set, although {option} is", StringComparison.Ordinal));
    }

    [Test]
    public void An_empty_vault_is_no_fault()
    {
        var defaults = new VaultOptions { Timeout = 5, MountPoint = "kv", KvVersion = 1, CacheTime = 1 };

        Check(new(), defaults).Problems.Should().BeEmpty();
        Check(new(), defaults).Warnings.Should().BeEmpty();
        SecretChecks.IsConfigured(new(), defaults).Should().BeFalse();
        SecretChecks.IsConfigured(new(), Complete).Should().BeTrue();
        SecretChecks.IsConfigured(new() { Backend = SecretsOptions.InFile }, defaults).Should().BeTrue();
    }

    [Test]
    public void Every_way_to_log_in_is_complete_by_itself()
    {
        using var folder = new TemporaryFolder();
        var jwt = folder.Write("jwt", "x");

        foreach (var vault in new[]
        {
            Complete,
            Complete with { Token = null, RoleId = "r", SecretId = "s", AuthMount = "m" },
            Complete with { Token = null, Role = "r", KubernetesTokenPath = jwt },
        })
        {
            Check(new(), vault).Problems.Should().BeEmpty();
            Check(new(), vault).Warnings.Should().BeEmpty();
        }
    }

    [Test]
    public void Options_beside_a_better_one_are_a_warning()
    {
        Check(new(), Complete with { Role = "r", RoleId = "r", SecretId = "s" }).Warnings.Should().Equal(
            "[vault] role has no effect beside token; leave one of them out.",
            "[vault] role_id has no effect beside token; leave one of them out.",
            "[vault] secret_id has no effect beside token; leave one of them out.");
        Check(new(), Complete with { Token = null, Role = "r", RoleId = "r", SecretId = "s" }).Warnings.Should().Equal(
            "[vault] role has no effect beside role_id; leave one of them out.");
    }

    [Test]
    public void A_service_accounts_token_that_is_not_there_yet_is_a_warning()
    {
        var report = Check(new(), Complete with { Token = null, Role = "r", KubernetesTokenPath = "/no/such/token" });

        report.Problems.Should().BeEmpty();
        report.Warnings.Should().ContainSingle().Which.Should().Contain("kubernetes_token_path '/no/such/token' does not exist");
    }

    [Test]
    public void A_cacert_without_a_certificate_is_a_problem()
    {
        using var folder = new TemporaryFolder();

        Check(new(), Complete with { Cacert = folder.Write("ca.pem", "nothing") }).Problems.Should().ContainSingle()
            .Which.Should().StartWith($"[vault] cacert '{folder.Combine("ca.pem")}' can't be used: ");
    }

    [Test]
    public void Other_back_ends_need_their_place()
    {
        Check(new() { Backend = SecretsOptions.InFile }, new()).Problems.Should().ContainSingle()
            .Which.Should().StartWith("[secrets] file is not set");
        Check(new() { Backend = SecretsOptions.InDirectory }, new()).Problems.Should().ContainSingle()
            .Which.Should().StartWith("[secrets] directory is not set, nor is systemd's CREDENTIALS_DIRECTORY");
    }

    [Test]
    public void What_is_at_their_place_is_read_at_the_start()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("s/secret.json", "{");

        Check(new() { Backend = SecretsOptions.InFile, File = file }, new()).Problems.Should().Equal($"[secrets] file: {file}:1: this is not JSON.");
        Check(new() { Backend = SecretsOptions.InDirectory, Directory = "/no/such/folder" }, new()).Problems.Should().ContainSingle()
            .Which.Should().Contain("/no/such/folder does not exist");
        Check(new() { Backend = SecretsOptions.InDirectory }, new(), _ => folder.Combine("s")).Problems.Should().BeEmpty();
    }

    [Test]
    public void Options_of_another_back_end_are_a_warning()
    {
        using var folder = new TemporaryFolder();

        Check(new() { File = "f", Directory = "d" }, new()).Warnings.Should().Equal(
            "[secrets] file has no effect with backend = vault; set backend = file to use it.",
            "[secrets] directory has no effect with backend = vault; set backend = directory to use it.");
        Check(new() { Backend = SecretsOptions.InDirectory, Directory = folder.Path }, Complete with { Path = null }).Warnings.Should().Equal(
            "[vault] has no effect with [secrets] backend = directory.");
    }

    [Test]
    public void Times_are_those_of_the_back_end_unless_they_are_set_for_all()
    {
        var vault = new VaultOptions { CacheTime = 5, StaleTime = 6 };

        SecretTimes.Of(new(), vault).Should().Be(new SecretTimes(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6)));
        SecretTimes.Of(new() { CacheTime = 1, StaleTime = 2 }, vault).Should().Be(new SecretTimes(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        SecretTimes.Of(new() { Backend = SecretsOptions.InFile }, vault).Should().Be(new SecretTimes(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(600)));
        SecretTimes.Of(new(), new() { CacheTime = null, StaleTime = null }).Should().Be(new SecretTimes(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(600)));
    }

    private static OptionsReport Check(SecretsOptions secrets, VaultOptions vault, Func<string, string?>? environment = null) =>
        SecretChecks.Check(secrets, vault, environment ?? (_ => null));
}
