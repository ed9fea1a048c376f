using System.Reflection;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Logging;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Logging;

internal sealed class EventTableTests
{
    [Test]
    public void The_page_about_the_log_has_every_event_with_its_level_and_message()
    {
        var table = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "logging.md"))
            .Where(line => line.Length > 2 && line[0] == '|' && char.IsDigit(line[2]));
        var events = typeof(LogProvider).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => $"| {message.EventId} | {LevelNames.Python(LevelNames.ToNLog(message.Level))} | `{message.Message}` |");

        // Two that come from no method: those of the queue and of the rate limit.
        table.Where(line => !line.StartsWith("| 1001 |", StringComparison.Ordinal) && !line.StartsWith("| 1002 |", StringComparison.Ordinal))
            .Should().BeEquivalentTo(events);
    }
}
