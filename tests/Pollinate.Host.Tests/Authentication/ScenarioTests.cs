using System.Reflection;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>Each scenario that was written down when the original was measured has a test.</summary>
internal sealed class ScenarioTests
{
    private static readonly HashSet<int> Tested =
    [
        .. typeof(ScenarioTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<PropertyAttribute>())
            .SelectMany(property => property.Properties["Scenario"].Cast<int>()),
    ];

    public static IEnumerable<int> Numbers()
    {
        using var stream = typeof(ScenarioTests).Assembly.GetManifestResourceStream("authentication/scenarios")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => !line.StartsWith('#'))
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
    }

    [TestCaseSource(nameof(Numbers))]
    public void Has_a_test(int scenario) => Tested.Should().Contain(scenario);
}
