using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.ShipsOlderLogging;

/// <summary>Brings an older copy of assemblies that the host shares, and says where those that it got were loaded from.</summary>
[Provider("ships_older_logging")]
public sealed class LoggingProvider(ILogger<LoggingProvider> logger) : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        logger.LogInformation("The host's log, by {Type}.", nameof(LoggingProvider));
        return Task.FromResult<ProviderResult>(new JsonObject
        {
            ["logging"] = typeof(ILogger).Assembly.Location,
            ["json"] = typeof(JsonObject).Assembly.Location,
        });
    }
}
