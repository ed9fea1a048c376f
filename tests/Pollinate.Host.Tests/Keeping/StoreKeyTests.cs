using System.Reflection;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Keeping;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Keeping;

internal sealed class StoreKeyTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    private static IEnumerable<TestCaseData> Options() =>
        from record in new[] { typeof(KeystoneAuthtokenOptions), typeof(ServiceAuthOptions), typeof(CacheOptions), typeof(SecretsOptions), typeof(VaultOptions) }
        from pair in OptionRecords.Properties(record)
        select new TestCaseData(record, pair.Property).SetArgDisplayNames(record.Name, pair.Option.Name);

    [TestCaseSource(nameof(Options))]
    public void Every_option_makes_another_key(Type record, PropertyInfo option)
    {
        var other = Activator.CreateInstance(record)!;
        option.SetValue(other, Other(option.GetValue(other), option.PropertyType));

        var key = StoreKey.Of([Activator.CreateInstance(record)!], []);

        StoreKey.Of([other], []).Should().NotBe(key);
        StoreKey.Of([Activator.CreateInstance(record)!], []).Should().Be(key);
    }

    [Test]
    public void A_value_that_is_empty_is_not_one_that_is_missing() =>
        StoreKey.Of([new VaultOptions { Path = "" }], []).Should().NotBe(StoreKey.Of([new VaultOptions()], []));

    [Test]
    public void A_value_counts_in_its_own_option_alone() =>
        StoreKey.Of([new VaultOptions { Path = "a", Token = "b" }], []).Should().NotBe(StoreKey.Of([new VaultOptions { Path = "b", Token = "a" }], []));

    [TestCase("a,b", "c")]
    [TestCase("a", "b,c")]
    public void Items_of_a_list_count_each_by_itself(string first, string second) =>
        StoreKey.Of([new ServiceAuthOptions { ValidInterfaces = [first, second] }], [])
            .Should().NotBe(StoreKey.Of([new ServiceAuthOptions { ValidInterfaces = ["a", "b", "c"] }], []));

    [Test]
    public void A_file_counts_by_what_is_in_it()
    {
        var file = _folder.Write("ca.pem", "one");
        var key = StoreKey.Of([], [file]);
        StoreKey.Of([], [file]).Should().Be(key);

        _folder.Write("ca.pem", "two");

        StoreKey.Of([], [file]).Should().NotBe(key);
    }

    [Test]
    public void A_file_that_can_not_be_read_is_like_no_other()
    {
        var missing = _folder.Combine("missing.pem");

        StoreKey.Of([], [missing]).Should().NotBe(StoreKey.Of([], [missing]));
        StoreKey.Of([], [""]).Should().Be(StoreKey.Of([], [null]), "no file is none");
    }

    [TestCase("[keystone_authtoken]\ncafile = {0}")]
    [TestCase("[keystone_authtoken]\ncertfile = {0}")]
    [TestCase("[keystone_authtoken]\nkeyfile = {0}")]
    [TestCase("[keystone_authtoken]\nmemcache_tls_cafile = {0}")]
    [TestCase("[service_auth]\ncafile = {0}")]
    [TestCase("[cache]\nredis_cafile = {0}")]
    public void The_files_of_TLS_count_for_what_is_known_of_the_cloud(string configuration)
    {
        var text = configuration.Replace("{0}", _folder.Write("tls.pem", "one"), StringComparison.Ordinal);
        var key = CloudKey(text);
        CloudKey(text).Should().Be(key);

        _folder.Write("tls.pem", "two");

        CloudKey(text).Should().NotBe(key);
    }

    [Test]
    public void A_password_that_comes_from_a_file_counts()
    {
        var text = $"[keystone_authtoken]\npassword_file = {_folder.Write("password", "one")}";
        var key = CloudKey(text);
        CloudKey(text).Should().Be(key);

        _folder.Write("password", "two");

        CloudKey(text).Should().NotBe(key);
    }

    [Test]
    public void The_strategy_counts_for_what_is_known_of_the_cloud() =>
        CloudKey("[DEFAULT]\nauth_strategy = noauth").Should().NotBe(CloudKey(""));

    [Test]
    public void What_callers_are_asked_for_beyond_a_valid_token_does_not_count() =>
        CloudKey("[authorization]\nrequired_roles = admin\n[DEFAULT]\ndebug = true").Should().Be(CloudKey(""));

    private StoreKey CloudKey(string configuration)
    {
        _folder.Write("key.conf", configuration);
        return CloudStore.KeyOf(DaemonConfiguration.Load(OsloCase.Arguments(_folder, [new(false, "key.conf")])).Snapshot);
    }

    private static object Other(object? value, Type type) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        double number => number + 1,
        string text => text + "x",
        IReadOnlyList<string> list => list.Append("x").ToArray(),
        null when type == typeof(string) => "x",
        null when type == typeof(int?) => 1,
        null when type == typeof(double?) => 1.0,
        _ => throw new InvalidOperationException($"No other value of {type}."),
    };
}
