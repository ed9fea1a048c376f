using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Logs its construction and its disposal, and counts its own requests.</summary>
[Provider("life")]
public sealed class LifeProvider : PollinateProvider, IAsyncDisposable
{
    private readonly ILogger<LifeProvider> _logger;
    private int _requests;

    public LifeProvider(ILogger<LifeProvider> logger, ILookup<Project> projects, TimeProvider time)
    {
        _logger = logger;
        _logger.LogInformation("constructed with {Lookup} at {Time}", projects.GetType().Name, time.GetUtcNow().Year > 2000);
    }

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Write(writer => writer.WriteNumberValue(Interlocked.Increment(ref _requests))));

    public ValueTask DisposeAsync()
    {
        _logger.LogInformation("disposed after {Requests} requests", _requests);
        return ValueTask.CompletedTask;
    }
}
