namespace Pollinate.Harness.Rows;

/// <summary>What authentication and one provider that asks nobody leave of the floor's speed.</summary>
internal sealed class AuthRow : ThroughputRow
{
    public override string Name => "auth";

    public override string What => "Keystone's authentication with a cached token, TestProvider, 64 connections";

    protected override double Least => 0.65;

    protected override string Providers => "test";

    protected override bool IsNumbered => false;
}
