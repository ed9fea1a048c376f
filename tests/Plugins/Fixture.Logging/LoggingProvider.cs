using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Logging;

/// <summary>Logs values, exceptions and scopes of its own types, by both kinds of logger.</summary>
[Provider("logging")]
public sealed class LoggingProvider(ILogger logger, ILogger<LoggingProvider> typed) : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        foreach (var each in new[] { logger, typed })
        {
            using (each.BeginScope(new Ticket(7)))
            using (each.BeginScope(new SpeechlessTicket()))
            {
                each.Log(LogLevel.Warning, new EventId(7, "Bought"), new Ticket(7), null, (ticket, _) => $"{{0}} {ticket} {{Braces}}");
                each.LogError(new TicketException("sold out"), "No {Ticket}.", new Ticket(8));
                each.LogError(new SpeechlessException(), "Speechless.");
                each.Log<Ticket>(LogLevel.Critical, 0, new(9), null, (_, _) => throw new TicketException("no words"));
                each.LogTrace("Nobody {Listens}.", new SpeechlessTicket());
            }
        }

        return Task.FromResult(ProviderResult.Nothing);
    }
}
