using Pollinate.Abstractions;
using Pollinate.Host.Containment;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>One provider of the pipeline, alive.</summary>
/// <param name="Name">Its key in the answer.</param>
/// <param name="Description">What its plugin's metadata says of it.</param>
/// <param name="Provider">The instance.</param>
/// <param name="Services">The container that its constructor's parameters came from.</param>
/// <param name="Slot">Where its calls in progress are counted.</param>
internal sealed record ProviderEntry(
    string Name,
    ProviderDescription Description,
    PollinateProvider Provider,
    ServiceProvider Services,
    CrashSlot Slot) : IAsyncDisposable
{
    /// <summary>Disposes the provider, then its services. What the provider throws is the caller's to log.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Provider is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (Provider is IDisposable synchronous)
                synchronous.Dispose();
        }
        finally
        {
            await Services.DisposeAsync();
        }
    }
}
