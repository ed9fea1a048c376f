using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Rows;

/// <summary>What all six providers leave of the floor's speed.</summary>
internal sealed class SixRow : ThroughputRow
{
    public override string Name => "six";

    public override string What =>
        "all six providers over the zero-latency cloud, which has the same cores, caches at their defaults, every request another instance, 64 connections";

    protected override double Least => 0.12;

    protected override string Providers => DaemonOptions.SixProviders;
}
