using System.Numerics;
using System.Text.Json;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Printing;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

/// <summary>
/// What the real oslo.config made of 367 configurations: the same values, and a refusal where it refuses. The group that
/// the original calls <c>flask</c> is <c>server</c> here.
/// </summary>
internal sealed class OsloCaseTests
{
    public static IEnumerable<TestCaseData> Cases() => OsloCase.All().Select(Named);

    public static IEnumerable<TestCaseData> GoodCases() => OsloCase.All().Where(data => data.Values is not null).Select(Named);

    [TestCaseSource(nameof(Cases))]
    public void The_configuration_is_read_as_oslo_config_reads_it(OsloCase data)
    {
        using var folder = new TemporaryFolder();
        var load = () => ConfigurationLoader.Load(data.WriteTo(folder), []);

        if (data.Values is { } values)
        {
            var snapshot = load();
            Known(Plain(snapshot)).Should().BeEquivalentTo(Expected(values, snapshot), options => options.WithStrictOrdering());
            return;
        }

        var error = load.Should().Throw<ConfigurationException>().Which;
        error.Errors.Should().NotBeEmpty();
        if (data.ErrorOption is { } option)
            error.Errors.Should().Contain(message => message.Contains(option, StringComparison.Ordinal), because: "the error names the option");
        if (data.ErrorPlace is { } place)
            error.Errors.Should().Contain(message => message.Contains(place, StringComparison.Ordinal), because: "the error names file and line");
    }

    [TestCaseSource(nameof(GoodCases))]
    public void What_config_show_prints_reads_back_to_the_same_values(OsloCase data)
    {
        using var folder = new TemporaryFolder();
        var snapshot = ConfigurationLoader.Load(data.WriteTo(folder), []);
        using var printed = new StringWriter();
        new ConfigurationPrinter(snapshot, showSecrets: true).WriteIni(printed);
        if (printed.ToString().Contains("can't be written in this form", StringComparison.Ordinal))
            return;

        folder.Write("printed.conf", printed.ToString());
        var arguments = OsloCase.Arguments(folder, [new(false, "printed.conf")]);

        Plain(ConfigurationLoader.Load(arguments, [])).Should().BeEquivalentTo(Plain(snapshot));
    }

    private static TestCaseData Named(OsloCase data) => new TestCaseData(data).SetArgDisplayNames(data.Name);

    private static Dictionary<string, object?> Plain(ConfigurationSnapshot snapshot) =>
        snapshot.Options.ToDictionary(
            option => $"{option.Definition.Group}.{option.Definition.Name}",
            option => option.Value is BigInteger number ? number.ToString() : option.Value);

    /// <summary>Only the options that the cases were made with; the others were unknown there.</summary>
    private static Dictionary<string, object?> Known(Dictionary<string, object?> values) =>
        values.Where(value => OsloCase.KnownOptions.Contains(value.Key)).ToDictionary();

    private static Dictionary<string, object?> Expected(JsonElement values, ConfigurationSnapshot snapshot)
    {
        using var nothing = new TemporaryFolder();
        var expected = Known(Plain(ConfigurationLoader.Load(OsloCase.Arguments(nothing, []), [])));
        // The cases tell the values that differ from the defaults of the middleware that they were made with; the newest
        // has another default here, and ours is the newest's.
        const string newer = "keystone_authtoken.service_token_roles_required";
        if (snapshot.Options.Single(option => option.Definition.DisplayName == "[keystone_authtoken] service_token_roles_required").Origin.Source is not null)
            expected[newer] = false;
        foreach (var group in values.EnumerateObject())
        {
            foreach (var option in group.Value.EnumerateObject())
            {
                var key = $"{(group.Name == "flask" ? "server" : group.Name)}.{option.Name}";
                expected.Should().ContainKey(key);
                expected[key] = option.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Number => option.Value.GetRawText(),
                    JsonValueKind.Array => option.Value.EnumerateArray().Select(item => item.GetString()).ToList(),
                    _ => option.Value.GetString(),
                };
            }
        }

        return expected;
    }
}
