using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>What <c>./build.sh run --once</c> does once everything is built.</summary>
internal sealed partial class RunTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public async Task The_run_prints_the_answer_that_the_README_shows_and_a_line_that_repeats_it()
    {
        await using var run = await ChildProcess.RunAsync(
            "dotnet", [Repository.Demonstration, "--daemon", Repository.Executable, "--port", $"{FreePort.Find()}", "--once"], Patience);

        var (answer, repeat) = Split(run.Output);
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        answer.Should().Be(ShownOutput().Match(readme).Groups[1].Value.Trim());
        var json = JsonNode.Parse(answer)!;
        ((string?)json["project_info"]!["project_name"]).Should().Be("demo");
        json["test"]!.ToJsonString().Should().Be("""{"OK":"Success"}""");
        repeat.Should().StartWith("curl -s http://127.0.0.1:").And.Contain("X-Auth-Token: ");
    }

    [Test]
    public async Task The_simulated_cloud_serves_by_itself_and_says_where()
    {
        await using var cloud = ChildProcess.Start("dotnet", [Repository.SimulatedCloud]);
        await Eventually.WaitForAsync("the simulated cloud to say where it is", Patience, () => Task.FromResult(CloudAddress().IsMatch(cloud.Output)));

        using var client = new HttpClient { BaseAddress = new(CloudAddress().Match(cloud.Output).Groups[1].Value) };
        var versions = JsonNode.Parse(await client.GetStringAsync(new Uri("identity/v3", UriKind.Relative)))!;

        ((string?)versions["version"]!["id"]).Should().StartWith("v3");
    }

    private static (string Answer, string Repeat) Split(string output)
    {
        var at = output.IndexOf("\ncurl ", StringComparison.Ordinal);
        return (output[..at].Trim(), output[at..].Trim());
    }

    [GeneratedRegex(@"The simulated cloud is at (http://\S+)")]
    private static partial Regex CloudAddress();

    [GeneratedRegex(@"<!-- output: run -->\n```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShownOutput();
}
