using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.NeverEnding;

/// <summary>Is told that nobody waits for it any longer, and goes on all the same.</summary>
[Provider("obstinate")]
public sealed class ObstinateProvider(ILogger logger) : PollinateProvider, IDisposable
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        while (!Ending.Task.IsCompleted)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                logger.LogInformation("goes on although it is cancelled");
                await Ending.Task;
            }
        }

        return ProviderResult.Write(writer => writer.WriteNumberValue(1));
    }

    public void Dispose() => Ending.Come();
}
