using System.Diagnostics;
using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.Activation;

/// <summary>Tells on what thread and in what context it was constructed.</summary>
[Provider("activation")]
public sealed class ActivationProvider : PollinateProvider
{
    private readonly string? _thread = Thread.CurrentThread.Name;
    private readonly bool _isBackground = Thread.CurrentThread.IsBackground;
    private readonly bool _isOfPool = Thread.CurrentThread.IsThreadPoolThread;
    private readonly string? _activity = Activity.Current?.OperationName;

    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderResult>(new JsonObject
        {
            ["thread"] = _thread,
            ["background"] = _isBackground,
            ["pool"] = _isOfPool,
            ["activity"] = _activity,
        });
}
