using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

/// <summary>What the overseer of the providers' threads makes of what it sees, in milliseconds.</summary>
internal sealed class OversightTests
{
    [TestCase(0, 0, 0, Description = "nothing waited")]
    [TestCase(3, 3, 0, Description = "all that waited has been begun")]
    [TestCase(3, 5, -2, Description = "and more besides")]
    [TestCase(3, 1, 2)]
    [TestCase(7, 0, 7)]
    [TestCase(8, 0, 8)]
    [TestCase(9, 0, 8, Description = "no more than there are")]
    public void What_has_waited_a_whole_tick_lacks_a_thread(long waiting, long taken, int lacking) =>
        Oversight.Lacking(waiting, taken, minimum: 2, threads: 8).Should().Be(lacking);

    [TestCase(0, 2)]
    [TestCase(1, 2)]
    [TestCase(3, 3)]
    public void However_few_there_are_some_may_be_added(int threads, int lacking) =>
        Oversight.Lacking(waiting: 100, taken: 0, minimum: 2, threads).Should().Be(lacking);

    [TestCase(4.9, 0, false, 0, false)]
    [TestCase(5, 0, false, 1, false, Description = "it stands still for want of a processor")]
    [TestCase(5, 4.9, false, 1, false)]
    [TestCase(5, 5, false, 1, true, Description = "it computes")]
    [TestCase(5, 0, true, 1, true, Description = "it waits")]
    [TestCase(4.9, 4.9, true, 0, false, Description = "not for long enough")]
    [TestCase(4.9, 5, false, 0, false)]
    public void Work_that_keeps_its_thread_is_told_and_costs_the_trust_when_it_computes_or_waits(
        double since, double computed, bool isBlocked, int told, bool losesTrust)
    {
        var piece = new Piece();

        Oversight.LookAt(piece, Milliseconds(since), Milliseconds(computed), isOfPool: false, () => isBlocked);

        piece.Told.Should().Be(told);
        piece.Trust.IsEarned.Should().Be(!losesTrust);
    }

    [TestCase(true, true, 4, Description = "one time is chance")]
    [TestCase(true, false, 0)]
    [TestCase(false, true, 0, Description = "threads of the providers' may wait")]
    public void Work_that_is_often_seen_waiting_on_a_thread_of_the_pools_costs_the_trust(bool isOfPool, bool isBlocked, int times)
    {
        var piece = new Piece();
        var looks = 0;

        while (piece.Trust.IsEarned && looks < 20)
        {
            Oversight.LookAt(piece, Milliseconds(1), TimeSpan.Zero, isOfPool, () => isBlocked);
            looks++;
        }

        looks.Should().Be(times == 0 ? 20 : times);
        piece.Told.Should().Be(0);
    }

    [Test]
    public void Work_of_no_provider_is_told_all_the_same()
    {
        var piece = new Piece { HasTrust = false };

        Oversight.LookAt(piece, Milliseconds(50), Milliseconds(50), isOfPool: true, () => true);
        Oversight.LookAt(piece, Milliseconds(1), Milliseconds(1), isOfPool: true, () => true);

        piece.Told.Should().Be(1);
    }

    [TestCase(new double[0], null)]
    [TestCase(new[] { 0.0, 19.9 }, null, Description = "none has computed for long")]
    [TestCase(new[] { 249.9 }, null)]
    [TestCase(new[] { 250.0 }, 250.0)]
    [TestCase(new[] { 250.0, 19.9 }, 250.0, Description = "the other does not count yet")]
    [TestCase(new[] { 124.9, 20.0 }, null)]
    [TestCase(new[] { 20.0, 125.0 }, 125.0)]
    [TestCase(new[] { 125.0, 20.0 }, 125.0)]
    [TestCase(new[] { 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0 }, null, Description = "a twelfth is more than they had")]
    [TestCase(new[] { 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0, 20.0 }, 20.0, Description = "some tens of milliseconds each may have")]
    public void The_more_there_is_that_computes_the_less_each_may(double[] computed, double? limit) =>
        Oversight.Limit(computed.Select(Milliseconds)).Should().Be(limit is { } some ? Milliseconds(some) : null);

    private static TimeSpan Milliseconds(double count) => TimeSpan.FromMicroseconds(count * 1000);

    private sealed class Piece : IHeldUp
    {
        public Piece()
        {
            while (!Trust.IsEarned)
                Trust.Ended();
        }

        public bool HasTrust { get; init; } = true;

        public PoolTrust Trust { get; } = new();

        public int Told { get; private set; }

        PoolTrust? IHeldUp.Trust => HasTrust ? Trust : null;

        public void Watch() => Told++;

        public void Execute()
        {
        }
    }
}
