using Pollinate.Host.Commands;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Tests.Commands;

internal sealed class OutcomeTextTests
{
    [Test]
    public void Every_outcome_is_one_aligned_line()
    {
        using var text = new StringWriter { NewLine = "\n" };

        OutcomeText.Write(text, new(),
        [
            new("crowdstrike", OutcomeKind.Ok, TimeSpan.FromMilliseconds(12.34), 212, null),
            new("one", OutcomeKind.Ok, TimeSpan.Zero, 1, null),
            new("licence", OutcomeKind.Nothing, TimeSpan.FromMilliseconds(0.26), 0, null),
            new("bad", OutcomeKind.Failed, TimeSpan.FromMilliseconds(3), 0, "X: first\n   at Y.Z()"),
            new("slow", OutcomeKind.TimedOut, TimeSpan.FromMilliseconds(4001), 0, null),
            new("broken", OutcomeKind.LeftOut, TimeSpan.Zero, 0, "it failed 10 times"),
            new("late", OutcomeKind.NotBegun, TimeSpan.Zero, 0, "the request's time was spent"),
        ]);

        text.ToString().Should().Be("""
            crowdstrike    12.3 ms  ok, 212 bytes
            one             0.0 ms  ok, 1 byte
            licence         0.3 ms  nothing
            bad             3.0 ms  failed: X: first
            slow         4001.0 ms  timed out after 4.0 s
            broken          0.0 ms  left out: it failed 10 times
            late            0.0 ms  not begun: the request's time was spent

            """);
    }
}
