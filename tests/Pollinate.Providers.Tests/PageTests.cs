using System.Reflection;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Providers.CloudStor;
using Pollinate.Providers.CrowdStrike;
using Pollinate.Providers.Keystone;
using Pollinate.Providers.NvidiaVgpu;
using Pollinate.Providers.Test;
using Pollinate.Providers.Tests.Support;
using Pollinate.Providers.Windows;

namespace Pollinate.Providers.Tests;

/// <summary>What docs/providers/ says of each provider is what the provider says of itself.</summary>
internal sealed class PageTests
{
    private static readonly Type[] Providers =
    [
        typeof(CloudStorProvider),
        typeof(CrowdStrikeProvider),
        typeof(KeystoneProvider),
        typeof(NvidiaVgpuProvider),
        typeof(TestProvider),
        typeof(WindowsProductKeyProvider),
    ];

    [Test]
    public void There_is_a_page_for_each_provider_and_a_link_to_it()
    {
        var names = Providers.Select(Name).ToList();

        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs/providers"))
            .Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(names);
        var index = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/providers.md"));
        foreach (var name in names)
            index.Should().Contain($"[{name}](providers/{name}.md)");
    }

    [TestCaseSource(nameof(Providers))]
    public void The_page_has_every_name_that_an_entry_can_be(Type provider) =>
        Page(provider).Should().Contain($"# {Name(provider)}\n").And.Contain(
            $"| entry in `providers` | `{Name(provider)}`, `{provider.FullName}`, `{provider.GetCustomAttribute<ProviderAttribute>()!.Aliases.Single()}` |");

    [TestCaseSource(nameof(Providers))]
    public void The_page_has_every_option_with_its_default(Type provider)
    {
        var rows = provider.GetCustomAttributes<ProviderOptionAttribute>().Select(option =>
            $"| `{option.Name}` | {(option.Type == ProviderOptionType.List ? "list" : "string")} | `{option.Default}` | {option.Help} |").ToList();

        Section(provider, "## Options").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Should().BeEquivalentTo(rows);
    }

    [TestCaseSource(nameof(Providers))]
    public void The_page_has_every_log_line_with_its_level(Type provider)
    {
        var rows = provider.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => $"| {Level(message.Level)} | `{message.Message}` |").ToList();

        Section(provider, "## When it gives nothing").Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != "| level | line |")
            .Should().BeEquivalentTo(rows);
    }

    private static string Name(Type provider) => provider.GetCustomAttribute<ProviderAttribute>()!.Name;

    private static string Page(Type provider) =>
        File.ReadAllText(Path.Combine(SourceTree.Root, $"docs/providers/{Name(provider)}.md"));

    private static string Section(Type provider, string heading) => Page(provider).Split(heading)[1].Split("\n## ")[0];

    private static string Level(LogLevel level) => level == LogLevel.Information ? "INFO" : level.ToString().ToUpperInvariant();
}
