using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Tests.Pipeline;

/// <summary>Many requests at once against providers that do now this, now that.</summary>
[NonParallelizable]
internal sealed class MixtureTests
{
    private const int Requests = 2000;

    [Test]
    public async Task Of_two_thousand_requests_at_once_each_is_answered_whole_or_it_is_said_why_not()
    {
        await using var built = new BuiltPipeline { RequestTime = TimeSpan.FromSeconds(2) };
        built.Policies["mixed_failing"] = new() { BreakerThreshold = 0 };
        built.Policies["mixed_slow"] = new() { Timeout = 0.5, BreakerThreshold = 5, BreakerTime = 0.2 };
        built.Policies["mixed_async"] = new() { MaxConcurrency = 50 };
        await built.OfPluginsAsync(["Fixture.Mixed"], "mixed_quick", "mixed_async", "mixed_slow", "mixed_failing");

        await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => Task.Run(() => AskAsync(built, number))));

        // Whatever was given up ends by itself; then everything is as if nothing had been.
        foreach (var entry in built.Pipeline.Entries)
        {
            await Keystone.Eventually.TrueAsync(() => entry.Lane is { Calls: 0, Threads: 0, Waiting: 0 });
            entry.Breaker.State.Should().NotBe(Host.Dispatch.BreakerState.Trying);
        }

        await Keystone.Eventually.TrueAsync(() => built.Threads.Calls == 0);
    }

    [Test]
    public async Task Requests_that_are_given_up_at_any_moment_leave_nothing_behind()
    {
        await using var built = new BuiltPipeline { RequestTime = TimeSpan.FromSeconds(2) };
        built.Policies["mixed_failing"] = new() { BreakerThreshold = 2, BreakerTime = 0 };
        built.Policies["mixed_async"] = new() { MaxConcurrency = 5 };
        await built.OfPluginsAsync(["Fixture.Mixed"], "mixed_quick", "mixed_async", "mixed_failing");

        await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => Task.Run(async () =>
        {
            using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(number % 40));
            try
            {
                await built.AskAsync(Body(number), gone.Token);
            }
            catch (OperationCanceledException)
            {
                // As it was meant.
            }
        })));

        foreach (var entry in built.Pipeline.Entries)
        {
            await Keystone.Eventually.TrueAsync(() => entry.Lane is { Calls: 0, Threads: 0, Waiting: 0 });
            entry.Breaker.State.Should().NotBe(Host.Dispatch.BreakerState.Trying);
        }
    }

    private static async Task AskAsync(BuiltPipeline built, int number)
    {
        var output = await built.AskAsync(Body(number));
        var buffer = new ArrayBufferWriter<byte>();
        output.WriteAll(buffer);
        var answer = JsonElement.Parse(buffer.WrittenSpan);
        foreach (var outcome in output.Outcomes)
        {
            var isThere = answer.TryGetProperty(outcome.Name, out var part);
            isThere.Should().Be(outcome.Kind == OutcomeKind.Ok, $"{outcome.Name} ended as {outcome.Kind}");
            if (isThere)
                part.GetString().Should().Be(number.ToString(CultureInfo.InvariantCulture), "an answer has nothing of another's");
            else
                outcome.Kind.Should().NotBe(OutcomeKind.Running);
        }

        // With number % 4 it fails, whatever else happens.
        if (number % 4 < 2)
            answer.TryGetProperty("mixed_failing", out _).Should().BeFalse();
    }

    private static string Body(int number) => $$"""{"project-id":"p1","hostname":"{{number}}"}""";
}
