using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>What all six providers leave of the floor's speed when nothing is kept from one request to the next.</summary>
internal sealed class UncachedSixRow : ThroughputRow
{
    public override string Name => "six-uncached";

    public override string What => "the same with all caches off: token, project, image, server, secrets";

    protected override double Least => 0.06;

    protected override string Providers => DaemonOptions.SixProviders;

    protected override bool HasCaches => false;
}
