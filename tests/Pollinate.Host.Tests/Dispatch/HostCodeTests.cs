using Pollinate.Host.Dispatch;

namespace Pollinate.Host.Tests.Dispatch;

internal sealed class HostCodeTests
{
    [Test]
    public Task It_starts_outside_of_the_providers_lane_and_the_provider_goes_on_in_it() => InLane(lane =>
    {
        var seen = lane;

        var task = HostCode.Run(7, state =>
        {
            seen = SynchronizationContext.Current;
            return Task.FromResult(state);
        });

        seen.Should().BeNull();
        SynchronizationContext.Current.Should().BeSameAs(lane);
        task.IsCompletedSuccessfully.Should().BeTrue();
    });

    [Test]
    public Task The_provider_goes_on_in_its_lane_when_the_start_throws_as_well() => InLane(lane =>
    {
        Action start = () => HostCode.Run<int, int>(7, _ => throw new InvalidOperationException("thrown on purpose"));

        start.Should().Throw<InvalidOperationException>();
        SynchronizationContext.Current.Should().BeSameAs(lane);
    });

    [Test]
    public Task Outside_of_any_lane_it_just_starts() => OnThread(() =>
    {
        var task = HostCode.Run(7, Task.FromResult);

        task.IsCompletedSuccessfully.Should().BeTrue();
        SynchronizationContext.Current.Should().BeNull();
    });

    private static Task InLane(Action<SynchronizationContext> test) => OnThread(() =>
    {
        var lane = new SynchronizationContext();
        SynchronizationContext.SetSynchronizationContext(lane);
        test(lane);
    });

    /// <summary>On a thread of its own, whose context is nobody else's.</summary>
    private static Task OnThread(Action test) =>
        Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
