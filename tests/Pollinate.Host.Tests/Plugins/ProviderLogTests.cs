using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Plugins;

/// <summary>What of a provider's logging reaches the host's: text, whatever the provider logs.</summary>
internal sealed class ProviderLogTests
{
    [Test]
    public async Task What_a_provider_logs_comes_through_as_text_by_either_kind_of_logger()
    {
        await using var built = await new BuiltPipeline().OfAsync([BuiltPlugins.Fixtures], ["logging"]);

        await built.RunAsync();

        var lines = built.Log.Lines.Where(line => line.Category == "provider.logging").ToList();
        lines.Should().HaveCount(10);
        foreach (var half in new[] { lines[..5], lines[5..] })
        {
            half[0].Text.Should().Be("{0} Ticket { Number = 7 } {Braces}");
            half[1].Text.Should().StartWith("No Ticket { Number = 8 }. Fixture.Logging.TicketException: sold out");
            half[2].Text.Should().Be("Speechless. Fixture.Logging.SpeechlessException, whose description throws Fixture.Logging.TicketException");
            half[3].Text.Should().Be("A message that can't be formatted: Fixture.Logging.TicketException: no words.");
            half[4].Text.Should().Be("A message that can't be formatted: Fixture.Logging.TicketException: no words for it.");
        }

        lines.Select(line => line.Level).Should().Equal(
            LogLevel.Warning, LogLevel.Error, LogLevel.Error, LogLevel.Critical, LogLevel.Trace,
            LogLevel.Warning, LogLevel.Error, LogLevel.Error, LogLevel.Critical, LogLevel.Trace);
        built.Log.Warnings.Should().NotContain(line => line.Contains("left out of the answer"));
    }

    [Test]
    public void Nothing_but_text_and_the_id_of_the_event_reaches_the_hosts_logger()
    {
        var host = new HostLogger(LogLevel.Information);
        var log = new ProviderLog(host);
        var own = new ProviderLogger<ProviderLogTests>(log);
        foreach (var logger in new ILogger[] { log, own })
        {
            using var scope = logger.BeginScope(new Dictionary<string, object> { ["key"] = this });
            logger.Log(LogLevel.Error, new EventId(7, "Seven"), this, new InvalidOperationException("bad"), (_, _) => "text");
            logger.LogWarning("Of {Value}.", this);
        }

        host.States.Should().OnlyContain(state => state is string).And.HaveCount(6);
        host.Exceptions.Should().BeEmpty();
        host.Events.Should().Equal(new EventId(7, "Seven"), default, new EventId(7, "Seven"), default);
    }

    [Test]
    public void What_nobody_listens_to_is_not_even_formatted()
    {
        var host = new HostLogger(LogLevel.Error);

        new ProviderLog(host).Log<object>(LogLevel.Information, 0, this, null, (_, _) => throw new InvalidOperationException());

        host.States.Should().BeEmpty();
    }

    private sealed class HostLogger(LogLevel least) : ILogger
    {
        public ConcurrentQueue<object?> States { get; } = new();

        public ConcurrentQueue<Exception> Exceptions { get; } = new();

        public ConcurrentQueue<EventId> Events { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            States.Enqueue(state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            typeof(TState).Should().Be<string>();
            formatter.Method.Module.Assembly.Should().BeSameAs(typeof(ProviderLog).Assembly);
            formatter(state, exception).Should().Be((string)(object)state!);
            States.Enqueue(state);
            Events.Enqueue(eventId);
            if (exception is not null)
                Exceptions.Enqueue(exception);
        }
    }
}
