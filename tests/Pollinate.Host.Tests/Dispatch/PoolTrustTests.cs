using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class PoolTrustTests
{
    private readonly PoolTrust _trust = new();

    [Test]
    public void It_is_earned_by_so_many_quick_pieces_of_work_in_a_row()
    {
        PiecesUntilEarned().Should().Be(PoolTrust.FirstProof);

        End(10_000);

        _trust.IsEarned.Should().BeTrue("quick work does not cost it");
    }

    [Test]
    public void A_piece_that_is_held_up_before_it_is_earned_starts_the_count_again_and_asks_for_no_more()
    {
        End(PoolTrust.FirstProof - 1);

        _trust.Lose();

        PiecesUntilEarned().Should().Be(PoolTrust.FirstProof);
    }

    [Test]
    public void A_piece_that_is_held_up_costs_it_and_then_four_times_as_many_are_asked_up_to_the_most()
    {
        var asked = new List<int>();
        for (var time = 0; time < 6; time++)
        {
            asked.Add(PiecesUntilEarned());
            _trust.Lose();
            _trust.IsEarned.Should().BeFalse();
        }

        asked.Should().Equal(256, 1024, 4096, 16_384, PoolTrust.LongestProof, PoolTrust.LongestProof);
    }

    [Test]
    public void One_piece_that_is_told_to_be_held_up_again_and_again_counts_once()
    {
        PiecesUntilEarned();

        for (var tick = 0; tick < 100; tick++)
            _trust.Lose();

        PiecesUntilEarned().Should().Be(4 * PoolTrust.FirstProof);
    }

    [Test]
    public void To_be_seen_blocked_now_and_then_is_forgiven()
    {
        PiecesUntilEarned();

        for (var time = 0; time < 1000; time++)
        {
            _trust.SeenBlocked();
            End(64);
            _trust.IsEarned.Should().BeTrue();
        }
    }

    [Test]
    public void To_be_seen_blocked_four_times_without_a_quick_piece_in_between_costs_it()
    {
        PiecesUntilEarned();

        for (var time = 0; time < 3; time++)
            _trust.SeenBlocked();
        _trust.IsEarned.Should().BeTrue();
        _trust.SeenBlocked();

        _trust.IsEarned.Should().BeFalse();
    }

    [Test]
    public void What_cost_it_is_forgotten_with_it()
    {
        PiecesUntilEarned();
        for (var time = 0; time < 4; time++)
            _trust.SeenBlocked();

        End(10);
        _trust.SeenBlocked();

        PiecesUntilEarned().Should().Be((4 * PoolTrust.FirstProof) - 10, "once is chance, and the ten counted");
    }

    [Test]
    public void To_be_seen_blocked_again_and_again_costs_it()
    {
        PiecesUntilEarned();

        _trust.SeenBlocked();
        _trust.IsEarned.Should().BeTrue("once is chance");
        for (var time = 1; time < 4; time++)
        {
            End(10);
            _trust.SeenBlocked();
        }

        _trust.IsEarned.Should().BeTrue("what was quick in between speaks for it");
        _trust.SeenBlocked();

        _trust.IsEarned.Should().BeFalse();
        PiecesUntilEarned().Should().Be(4 * PoolTrust.FirstProof);
    }

    private int PiecesUntilEarned()
    {
        for (var pieces = 0; ; pieces++)
        {
            if (_trust.IsEarned)
                return pieces;
            if (pieces > 2 * PoolTrust.LongestProof)
                throw new InvalidOperationException("It is never earned.");
            _trust.Ended();
        }
    }

    private void End(int pieces)
    {
        for (var piece = 0; piece < pieces; piece++)
            _trust.Ended();
    }
}
