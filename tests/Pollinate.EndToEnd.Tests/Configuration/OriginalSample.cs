using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Configuration;

/// <summary>
/// The original's complete sample configuration, without its own groups: what Debian's <c>oslo-config-generator</c> makes of
/// the libraries whose options it has.
/// </summary>
internal static partial class OriginalSample
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Every option that has a default, with it.</summary>
    public static async Task<string> WithDefaultsAsync() =>
        OptionLine().Replace(await GenerateAsync(), option => IsWithoutDefault(option) ? option.Value : option.Value[1..]);

    /// <summary>Every option: with the value given for it, else with its default.</summary>
    /// <param name="values">Values of options by <c>section/name</c>; those without a default must be there.</param>
    public static async Task<string> WithValuesAsync(IReadOnlyDictionary<string, string> values)
    {
        var section = "";
        return string.Join('\n', (await GenerateAsync()).Split('\n').Select(line =>
        {
            if (line.StartsWith('['))
                section = line.Trim('[', ']');
            if (OptionLine().Match(line) is not { Success: true } option)
                return line;
            var name = $"{section}/{option.Groups["name"].Value}";
            if (values.TryGetValue(name, out var value))
                return $"{option.Groups["name"].Value} = {value}";
            return IsWithoutDefault(option)
                ? throw new InvalidOperationException($"The sample has {name}, which has no default; give it a value.")
                : line[1..];
        }));
    }

    /// <summary>The options of a configuration, in comments, as <c>section/name</c>.</summary>
    public static IReadOnlyList<string> Options(string configuration) => Find(configuration, OptionLine());

    /// <summary>The options that a configuration sets, as <c>section/name</c>.</summary>
    public static IReadOnlyList<string> SetOptions(string configuration) => Find(configuration, SetLine());

    private static List<string> Find(string configuration, Regex option)
    {
        var section = "";
        var found = new List<string>();
        foreach (var line in configuration.Split('\n'))
        {
            if (line.StartsWith('['))
                section = line.Trim('[', ']');
            if (option.Match(line) is { Success: true } match)
                found.Add($"{section}/{match.Groups["name"].Value}");
        }

        return found;
    }

    private static bool IsWithoutDefault(Match option) => option.Groups["value"].ValueSpan.Trim() is "<None>";

    private static async Task<string> GenerateAsync()
    {
        await DebianPackages.RequireAsync(
            "python3-oslo.config", "python3-oslo.log", "python3-oslo.middleware", "python3-keystonemiddleware");
        await using var generator = await ChildProcess.RunAsync(
            "/usr/bin/oslo-config-generator",
            ["--namespace", "oslo.log", "--namespace", "oslo.middleware", "--namespace", "keystonemiddleware.auth_token"],
            Patience);
        return generator.Output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"^#(?<name>[a-z_]+) =(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex OptionLine();

    [GeneratedRegex("^(?<name>[a-z_]+) =")]
    private static partial Regex SetLine();
}
