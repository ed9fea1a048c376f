using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Generations;
using Pollinate.Host.Hosting;
using Pollinate.Host.Keeping;
using Pollinate.Host.Redaction;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Generations;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Keeping;

internal sealed class KeptStoresTests
{
    private readonly Redactor _redactor = new();
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_store_goes_from_one_to_the_next_as_long_as_the_settings_are_the_same()
    {
        var first = Make("", null);
        var second = Make("[vault]\ntimeout = 3", first);
        var third = Make("[vault]\ntimeout = 3\n[cache]\nimage_time = 3", second);

        second.Cloud.Should().BeSameAs(first.Cloud);
        second.Secrets.Should().NotBeSameAs(first.Secrets);
        third.Cloud.Should().NotBeSameAs(second.Cloud);
        third.Secrets.Should().BeSameAs(second.Secrets);
    }

    [Test]
    public void A_store_outlives_who_made_it_and_ends_with_the_last_who_holds_it()
    {
        var ends = new Ending();
        var key = StoreKey.Of([], []);
        var kept = new Kept<Ending>(key, ends);
        kept.TryHold(key).Should().BeTrue();
        kept.TryHold(StoreKey.Of(["another"], [])).Should().BeFalse();

        kept.LetGo();
        ends.Times.Should().Be(0);
        kept.LetGo();

        ends.Times.Should().Be(1);
        kept.TryHold(key).Should().BeFalse("it has ended");
    }

    [Test]
    public void Stores_that_are_disposed_twice_let_go_once()
    {
        var first = Make("", null);
        var second = Make("", first);

        first.Dispose();
        first.Dispose();

        Make("", second).Cloud.Should().BeSameAs(second.Cloud);
    }

    [Test]
    public void A_secret_that_is_kept_is_masked_however_many_reloads_ago_it_was_read()
    {
        var stores = Make("", null);
        stores.Secrets.Know(new Dictionary<string, string> { ["A"] = "marked-secret" });

        for (var times = 0; times < 100; times++)
        {
            var next = Make("", stores);
            // What a generation knows by itself goes with it.
            using (var known = _redactor.Register())
                known.Set([$"passing-{times}"]);
            stores.Dispose();
            stores = next;
        }

        _redactor.Redact("It is marked-secret.").Should().Be("It is ***.");
        stores.Dispose();
    }

    [Test]
    public async Task What_is_kept_does_not_keep_the_generation_that_it_came_from()
    {
        await using var generations = new ReplacedGenerations("Fixture.VersionOne", "Fixture.Versions.VersionProvider");
        var (first, second) = await ReplaceAsync(generations);

        await generations.RetiredAsync(1);
        await generations.AdvanceUntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !first.IsAlive && generations.Unloads.Watched == 0;
        });

        second.Stores.Cloud.Tokens.Count.Should().Be(1);
        generations.Retire(second);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(WeakReference First, Generation Second)> ReplaceAsync(ReplacedGenerations generations)
    {
        var first = await generations.MakeAsync();
        var token = new ValidatedToken
        {
            ExpiresAt = DateTimeOffset.MaxValue,
            UserHeaders = [],
            ServiceHeaders = [],
            Identity = new(IdentityStatus.Confirmed, new()),
            Bind = TokenBind.None,
            AccessRules = null,
        };
        first.Stores.Cloud.Tokens.Add(TokenHash.Of("token"), token);
        token.Identity.DecideBy(new(first.Services.GetRequiredService<AuthorizationOptions>())).IsAllowed.Should().BeFalse();
        var second = await generations.MakeAsync(first);
        second.Stores.Cloud.Should().BeSameAs(first.Stores.Cloud);
        generations.Retire(first);
        return (new(first), second);
    }

    private KeptStores Make(string configuration, KeptStores? before)
    {
        _folder.Write("key.conf", configuration);
        var snapshot = DaemonConfiguration.Load(OsloCase.Arguments(_folder, [new(false, "key.conf")])).Snapshot;
        return KeptStores.Of(snapshot, before, _redactor, TimeProvider.System);
    }

    private sealed class Ending : IDisposable
    {
        public int Times { get; private set; }

        public void Dispose() => Times++;
    }
}
