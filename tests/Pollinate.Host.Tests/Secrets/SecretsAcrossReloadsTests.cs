using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>Secrets that one generation has read and the next takes over, on a clock that stands still.</summary>
internal sealed class SecretsAcrossReloadsTests : IDisposable
{
    private static readonly SecretTimes Times = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(600));

    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLog _log = new();
    private readonly SecretKeeper _keeper = new(new Redactor().Register());
    private readonly ScriptedSource _source = new();
    private readonly CachedSecretStore _first;

    public SecretsAcrossReloadsTests() => _first = Store(_source);

    public void Dispose()
    {
        _first.Dispose();
        _keeper.Dispose();
        _log.Dispose();
    }

    [Test]
    public async Task Another_secret_is_there_at_once_after_a_reload()
    {
        (await ReadAsync(_first)).Should().Be("one");
        _source.Value = "two";
        (await ReadAsync(_first)).Should().Be("one", "it is fresh");

        using var second = Reload();

        (await ReadAsync(second)).Should().Be("two");
        (await ReadAsync(second)).Should().Be("two");
        _source.Calls.Should().Be(2, "what this one has read is fresh");
        (await ReadAsync(_first)).Should().Be("two", "whoever is still in the first has it, too");
    }

    [Test]
    public async Task The_last_secrets_serve_after_reloads_until_their_time_is_over()
    {
        await ReadAsync(_first);
        _source.Failure = new("It is away.");

        for (var minute = 0; minute < 10; minute++)
        {
            using var next = Reload();
            (await ReadAsync(next)).Should().Be("one");
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        using var last = Reload();
        (await ReadAsync(last)).Should().Be("one");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await FailAsync(last);
    }

    [Test]
    public async Task Trouble_that_goes_on_is_said_once_after_each_reload()
    {
        await ReadAsync(_first);
        _source.Failure = new("It is away.");
        using var second = Reload();
        await ReadAsync(second);
        await ReadAsync(second);
        using var third = Reload();
        await ReadAsync(third);
        await ReadAsync(third);

        _log.Warnings.Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("It is away. The secrets read", StringComparison.Ordinal));
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task What_the_back_end_denies_or_has_no_longer_does_not_serve(bool isRefused, bool isGone)
    {
        await ReadAsync(_first);
        _source.Failure = new("It says no.", isRefused) { IsGone = isGone };

        using var second = Reload();
        await FailAsync(second);

        await FailAsync(_first);
        using var third = Reload();
        _source.Failure = new("It is away.");
        await FailAsync(third);
    }

    [Test]
    public async Task A_back_end_that_is_mended_is_asked_at_once_after_a_reload_whatever_it_asked_for_before()
    {
        _source.Failure = new("It is sealed.") { RetryAfter = TimeSpan.FromSeconds(9) };
        await FailAsync(_first);
        await FailAsync(_first);
        _source.Calls.Should().Be(1);

        _source.Failure = null;
        using var second = Reload();

        (await ReadAsync(second)).Should().Be("one");
    }

    [Test]
    public async Task A_request_waits_briefly_for_a_back_end_that_hangs_after_a_reload()
    {
        await ReadAsync(_first);
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        using var second = Reload();

        var reading = ReadAsync(second);
        reading.IsCompleted.Should().BeFalse();
        _clock.Advance(CachedSecretStore.Patience);

        (await reading).Should().Be("one");
        _source.Value = "two";
        gate.SetResult();
        await Keystone.Eventually.TrueAsync(() => _keeper.State.Begun == _keeper.State.ReadAt && _keeper.State.Secrets!.Result["A"] == "two");
    }

    [Test]
    public async Task What_an_attempt_from_before_says_late_does_not_count()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        var late = ReadAsync(_first);
        using var second = Reload(new() { Value = "two" });
        (await ReadAsync(second)).Should().Be("two");

        gate.SetResult();

        (await late).Should().Be("one");
        (await ReadAsync(second)).Should().Be("two");
    }

    [Test]
    public async Task A_failure_from_before_that_comes_late_does_not_count()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        _source.Failure = new("It says no.", isRefused: true);
        var late = ReadAsync(_first);
        using var second = Reload(new() { Value = "two" });
        (await ReadAsync(second)).Should().Be("two");

        gate.SetResult();

        (await late).Should().Be("two", "that is what was heard last");
        (await ReadAsync(second)).Should().Be("two");
        _log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task What_comes_of_a_store_that_is_over_does_not_count()
    {
        await ReadAsync(_first);
        using var second = Reload();
        await ReadAsync(second);
        _first.Dispose();
        _clock.Advance(Times.Fresh);
        _source.Failure = new("Its clients are gone.");

        await FailAsync(_first);

        _keeper.State.Condition.Should().Be(SecretCondition.Good);
        _log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task What_is_kept_of_a_failure_is_not_what_was_thrown_since_that_leads_to_the_plugin_it_was_thrown_through()
    {
        var thrown = await FailAndForgetAsync();

        await Keystone.Eventually.TrueAsync(() =>
        {
            GC.Collect();
            return !thrown.IsAlive;
        });

        _keeper.State.Failure!.Message.Should().Be("It is away.");
    }

    [Test]
    public async Task Whoever_asks_again_too_soon_gets_a_failure_of_its_own_that_says_the_same()
    {
        _source.Failure = new("It is away.", isRefused: true) { RetryAfter = TimeSpan.FromSeconds(5) };
        await ThrownAsync();

        var (first, second) = (await ThrownAsync(), await ThrownAsync());

        first.Should().NotBeSameAs(second).And.NotBeSameAs(_source.Failure);
        foreach (var failure in new[] { first, second })
            (failure.Message, failure.IsRefused, failure.IsGone, failure.RetryAfter).Should().Be(("It is away.", true, false, TimeSpan.FromSeconds(5)));
        _source.Calls.Should().Be(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> FailAndForgetAsync()
    {
        _source.Failure = new("It is away.");
        var thrown = await ThrownAsync();
        thrown.Should().BeSameAs(_source.Failure);
        _source.Failure = null;
        return new(thrown);
    }

    private async Task<SecretStoreException> ThrownAsync() =>
        (await FluentActions.Awaiting(() => ReadAsync(_first)).Should().ThrowAsync<SecretStoreException>()).Which;

    private static async Task<string> ReadAsync(CachedSecretStore store) => (await store.ReadAsync(CancellationToken.None))["A"];

    private static async Task FailAsync(CachedSecretStore store) =>
        await FluentActions.Awaiting(() => ReadAsync(store)).Should().ThrowAsync<SecretStoreException>();

    /// <summary>The store of the next generation.</summary>
    private CachedSecretStore Reload(ScriptedSource? source = null)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        return Store(source ?? _source);
    }

    private CachedSecretStore Store(ScriptedSource source) => new(source, _keeper, Times, _clock, _log.ToFactory().CreateLogger<CachedSecretStore>());

    private sealed class ScriptedSource : ISecretSource
    {
        private int _calls;

        public int Calls => _calls;

        public string Value { get; set; } = "one";

        public SecretStoreException? Failure { get; set; }

        public Task Gate { get; set; } = Task.CompletedTask;

        public async Task<IReadOnlyDictionary<string, string>> FetchAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            await Gate.WaitAsync(cancellationToken);
            return Failure is null ? new Dictionary<string, string> { ["A"] = Value } : throw Failure;
        }
    }
}
