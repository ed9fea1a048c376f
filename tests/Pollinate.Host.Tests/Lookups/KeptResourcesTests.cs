using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>Resources that one generation has looked up and the next takes over.</summary>
internal sealed class KeptResourcesTests
{
    private readonly KeptResources<Image> _kept = new(TimeSpan.FromSeconds(60), new FakeTimeProvider());

    [Test]
    public async Task What_one_has_looked_up_the_next_knows()
    {
        var (first, second) = (new SourceOfTests(), new SourceOfTests());
        var image = await FetchAsync(first);

        (await FetchAsync(second)).Should().BeSameAs(image);

        second.Calls.Should().Be(0);
    }

    [Test]
    public async Task Nobody_waits_for_a_call_of_another_generation_whose_clients_may_end()
    {
        var gate = new TaskCompletionSource();
        var (first, second) = (new SourceOfTests { Gate = gate.Task }, new SourceOfTests());
        var waiting = FetchAsync(first);

        var image = await FetchAsync(second).WaitAsync(TimeSpan.FromSeconds(60));
        first.Failure = new ObjectDisposedException("client");
        gate.SetResult();

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<ObjectDisposedException>();
        (await FetchAsync(second)).Should().BeSameAs(image);
        second.Calls.Should().Be(1);
    }

    [Test]
    public async Task What_is_kept_does_not_keep_who_looked_it_up()
    {
        var source = await FetchAndForgetAsync();

        await Keystone.Eventually.TrueAsync(() =>
        {
            GC.Collect();
            return !source.IsAlive;
        });

        _kept.Count.Should().Be(1);
    }

    [Test]
    public async Task What_failed_is_not_kept_since_it_leads_to_the_plugin_that_it_was_thrown_through()
    {
        var failure = await FailAndForgetAsync();

        await Keystone.Eventually.TrueAsync(() =>
        {
            GC.Collect();
            return !failure.IsAlive;
        });

        _kept.Count.Should().Be(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> FailAndForgetAsync()
    {
        var source = new SourceOfTests { Failure = new InvalidOperationException("thrown on purpose") };
        return new((await FluentActions.Awaiting(() => FetchAsync(source)).Should().ThrowAsync<InvalidOperationException>()).Which);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> FetchAndForgetAsync()
    {
        var source = new SourceOfTests();
        await FetchAsync(source);
        return new(source);
    }

    private Task<Image?> FetchAsync(SourceOfTests source) => new CachedSource<Image>(source, _kept).FetchAsync("a", CancellationToken.None);
}
