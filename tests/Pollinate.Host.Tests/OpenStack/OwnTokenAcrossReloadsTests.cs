using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>The daemon's own token, which one generation has got and the next takes over, on a clock that stands still.</summary>
internal sealed class OwnTokenAcrossReloadsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Redactor _redactor = new();
    private readonly OwnTokenStore _store;
    private readonly OwnTokenSource _first;
    private readonly TimeSpan _lifetime = TimeSpan.FromHours(1);
    private Task _gate = Task.CompletedTask;
    private OpenStackException? _failure;
    private int _asked;

    public OwnTokenAcrossReloadsTests()
    {
        _store = new(_redactor.Register());
        _first = Source();
    }

    [Test]
    public async Task A_token_is_replaced_after_a_reload_once_for_all()
    {
        await ReadAsync(_first);
        var second = Reload();

        (await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync(second)))).Should().OnlyContain(token => token == "own-token-2");

        _asked.Should().Be(2);
        (await ReadAsync(_first)).Should().Be("own-token-2", "whoever is still in the first has it, too");
    }

    [Test]
    public async Task A_token_serves_on_while_there_is_no_other_and_an_attempt_is_made_every_half_minute()
    {
        await ReadAsync(_first);
        _failure = new("Keystone is away.");
        var second = Reload();

        for (var times = 0; times < 10; times++)
            (await ReadAsync(second)).Should().Be("own-token-1");
        _asked.Should().Be(2);
        _clock.Advance(OwnTokenSource.RenewalPause);
        (await ReadAsync(second)).Should().Be("own-token-1");
        _asked.Should().Be(3);
        _failure = null;
        _clock.Advance(OwnTokenSource.RenewalPause);

        (await ReadAsync(second)).Should().Be("own-token-4");
        (await ReadAsync(second)).Should().Be("own-token-4");
        _asked.Should().Be(4);
    }

    [Test]
    public async Task A_caller_waits_briefly_for_a_Keystone_that_hangs()
    {
        await ReadAsync(_first);
        var gate = new TaskCompletionSource();
        _gate = gate.Task;
        var second = Reload();

        var reading = ReadAsync(second);
        reading.IsCompleted.Should().BeFalse();
        _clock.Advance(OwnTokenSource.Patience);
        (await reading).Should().Be("own-token-1");
        (await ReadAsync(second)).Should().Be("own-token-1", "nobody waits any longer");
        gate.SetResult();

        await Keystone.Eventually.TrueAsync(() => _store.Current!.Token.Value == "own-token-2");
        (await ReadAsync(second)).Should().Be("own-token-2");
    }

    [Test]
    public async Task A_token_that_ends_does_not_serve_after_a_reload_either()
    {
        await ReadAsync(_first);
        _failure = new("Keystone is away.");
        _clock.Advance(_lifetime);
        var second = Reload();

        await FluentActions.Awaiting(() => ReadAsync(second)).Should().ThrowAsync<OpenStackException>();
    }

    [Test]
    public async Task A_token_that_a_service_refused_is_gone_for_all()
    {
        await ReadAsync(_first);
        _failure = new("Keystone is away.");
        var second = Reload();
        var token = await second.GetAsync(CancellationToken.None);

        second.Drop(token);

        await FluentActions.Awaiting(() => ReadAsync(second)).Should().ThrowAsync<OpenStackException>();
        await FluentActions.Awaiting(() => ReadAsync(_first)).Should().ThrowAsync<OpenStackException>();
    }

    [Test]
    public async Task A_token_that_was_asked_for_before_and_comes_late_does_not_take_the_place_of_a_newer_one()
    {
        var gate = new TaskCompletionSource();
        _gate = gate.Task;
        var late = ReadAsync(_first);
        _gate = Task.CompletedTask;
        var second = Reload();
        (await ReadAsync(second)).Should().Be("own-token-2");

        gate.SetResult();

        (await late).Should().Be("own-token-1");
        (await ReadAsync(second)).Should().Be("own-token-2");
        _redactor.Redact("own-token-1 and own-token-2").Should().Be("*** and ***");
    }

    private static async Task<string> ReadAsync(OwnTokenSource source) => (await source.GetAsync(CancellationToken.None)).Value;

    private OwnTokenSource Reload()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        return Source();
    }

    private OwnTokenSource Source() => new(AuthenticateAsync, _store, _clock);

    private async Task<OwnToken> AuthenticateAsync()
    {
        var number = ++_asked;
        var failure = _failure;
        await _gate;
        return failure is null ? new($"own-token-{number}", _clock.GetUtcNow() + _lifetime, new([])) : throw failure;
    }
}
