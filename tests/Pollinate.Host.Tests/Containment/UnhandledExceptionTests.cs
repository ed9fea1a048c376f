using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Containment;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Pipeline;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Containment;

/// <summary>What plugins throw where nobody can catch it. Without the handler each of these ends the process of the tests.</summary>
internal sealed class UnhandledExceptionTests
{
    [TestCase("background_thread", "thrown on a thread")]
    [TestCase("background_timer", "thrown in a timer")]
    [TestCase("background_work_item", "thrown in a work item")]
    [TestCase("background_finalizer", "thrown in a finalizer")]
    public async Task A_plugin_that_throws_outside_of_a_call_is_named_and_its_failure_is_counted(string provider, string message)
    {
        await using var pipeline = await BuildAsync(provider);
        using var loggers = pipeline.Log.ToFactory();
        var failures = new FailuresOfTests();
        using var watch = Watch(pipeline, failures, loggers);

        await RunAsync(pipeline);

        await Eventually.TrueAsync(() => Collected() && failures.All.Count > 0);
        failures.All.Should().Equal(("Fixture.Background", $"System.InvalidOperationException: {message}"));
        var error = pipeline.Log.Lines.Where(line => line.Level == LogLevel.Error).Should().ContainSingle().Which.Text;
        error.Should().StartWith("The plugin Fixture.Background in ").And.Contain(BuiltPlugins.Fixtures)
            .And.Contain(message).And.Contain("the daemon goes on").And.Contain("   at Fixture.Background.");
    }

    [Test]
    public async Task What_a_provider_throws_in_async_void_comes_back_to_its_lane_and_counts_against_it_alone()
    {
        await using var pipeline = await BuildAsync("background_async_void");

        await RunAsync(pipeline);

        await Eventually.TrueAsync(() => pipeline.Log.Warnings.Any());
        pipeline.Log.Warnings.Should().ContainSingle().Which.Should()
            .StartWith("The provider background_async_void failed outside of a call: ").And.Contain("thrown in async void");
    }

    [Test]
    public async Task An_exception_that_can_not_be_described_is_a_failure_like_any_other()
    {
        await using var pipeline = await BuildAsync("background_unspeakable");
        using var loggers = pipeline.Log.ToFactory();
        var failures = new FailuresOfTests();
        using var watch = Watch(pipeline, failures, loggers);

        await RunAsync(pipeline);

        await Eventually.TrueAsync(() => failures.All.Count > 0);
        failures.All.Should().Equal((
            "Fixture.Background",
            "Fixture.Background.UnspeakableException, whose description throws System.NotSupportedException"));
    }

    [Test]
    public async Task Each_daemon_hears_of_its_own_plugins_alone()
    {
        await using var pipeline = await BuildAsync("background_thread");
        await using var other = await BuildAsync("background_thread");
        using var loggers = pipeline.Log.ToFactory();
        var (own, others) = (new FailuresOfTests(), new FailuresOfTests());
        using var watch = Watch(pipeline, own, loggers);
        using var otherWatch = Watch(other, others, loggers);

        await RunAsync(pipeline);
        await Eventually.TrueAsync(() => own.All.Count > 0);
        await RunAsync(other);
        await Eventually.TrueAsync(() => others.All.Count > 0);

        own.All.Should().ContainSingle();
        others.All.Should().ContainSingle();
    }

    [Test]
    public async Task A_plugin_that_throws_after_its_daemon_has_stopped_does_not_end_the_process()
    {
        await using var pipeline = await BuildAsync("background_thread");
        using var loggers = pipeline.Log.ToFactory();
        var failures = new FailuresOfTests();
        Watch(pipeline, failures, loggers).Dispose();

        await RunAsync(pipeline);
        var threw = UnhandledExceptions.Handle(Thrown(() => throw new AggregateException(PluginException(pipeline))));

        threw.Should().BeTrue();
        failures.All.Should().BeEmpty();
    }

    [Test]
    public async Task The_plugin_is_found_in_exceptions_within_others()
    {
        await using var pipeline = await BuildAsync("background_unspeakable");
        var inner = PluginException(pipeline);

        foreach (var outer in new[]
        {
            new InvalidOperationException("outer", inner),
            new AggregateException(new InvalidOperationException("other"), new InvalidOperationException("outer", inner)),
            Thrown(() => throw new InvalidOperationException("outer", inner)),
        })
        {
            PluginOfException.Find(outer)!.Folder.Name.Should().Be("Fixture.Background");
        }
    }

    [Test]
    public void An_exception_that_no_plugin_has_to_do_with_ends_the_process_as_ever()
    {
        UnhandledExceptions.Handle(new InvalidOperationException("never thrown")).Should().BeFalse();
        UnhandledExceptions.Handle(Thrown(() => throw new InvalidOperationException("ours"))).Should().BeFalse();
        UnhandledExceptions.Handle(
            Thrown(() => throw new AggregateException(new InvalidOperationException("a"), new IOException("b")))).Should().BeFalse();
    }

    [Test]
    public void Exceptions_that_hold_very_many_others_are_read_to_a_bound()
    {
        Exception nested = new InvalidOperationException("innermost");
        for (var depth = 0; depth < 10_000; depth++)
            nested = depth % 2 == 0 ? new AggregateException(nested, nested) : new InvalidOperationException("outer", nested);

        PluginOfException.Find(nested).Should().BeNull();
    }

    [Test]
    public async Task A_plugin_that_has_thrown_can_be_unloaded()
    {
        var context = await RunAndUnloadAsync();

        await Eventually.TrueAsync(() => Collected() && !context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunAndUnloadAsync()
    {
        await using var pipeline = await BuildAsync("background_thread");
        using var loggers = pipeline.Log.ToFactory();
        var failures = new FailuresOfTests();
        using var watch = Watch(pipeline, failures, loggers);
        await RunAsync(pipeline);
        await Eventually.TrueAsync(() => failures.All.Count > 0);
        return new(pipeline.Pipeline.Entries[0].Provider.GetType().Assembly);
    }

    private static Task<BuiltPipeline> BuildAsync(string provider) => new BuiltPipeline().OfAsync([BuiltPlugins.Fixtures], [provider]);

    /// <summary>Runs it where the daemon does: the runner of the tests catches what its own threads leave behind.</summary>
    private static Task<JsonElement> RunAsync(BuiltPipeline pipeline) => Task.Run(() => pipeline.RunAsync());

    private static PluginExceptionWatch Watch(BuiltPipeline pipeline, FailuresOfTests failures, ILoggerFactory loggers) =>
        new PluginExceptionWatch(pipeline.Store, [failures], loggers.CreateLogger<PluginExceptionWatch>()).Start();

    /// <summary>An exception of a class of the plugin's, never thrown.</summary>
    private static Exception PluginException(BuiltPipeline pipeline) => (Exception)Activator.CreateInstance(
        pipeline.Pipeline.Entries[0].Provider.GetType().Assembly.GetType("Fixture.Background.UnspeakableException")!)!;

    private static Exception Thrown(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }

    private static bool Collected()
    {
        GC.Collect();
        return true;
    }
}
