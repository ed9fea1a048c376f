using Microsoft.Extensions.Time.Testing;
using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Lookups;
using Pollinate.Host.Tests.OpenStack;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Nova;

namespace Pollinate.Host.Tests.Lookups;

/// <summary>What is kept across requests, and for how long.</summary>
internal sealed class CachedSourceTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SourceOfTests _source = new();
    private readonly CachedSource<Image> _cached;

    public CachedSourceTests() => _cached = new(_source, new(TimeSpan.FromSeconds(60), _clock));

    [Test]
    public async Task Many_who_ask_at_once_share_one_call()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;

        var asking = Enumerable.Range(0, 1000).Select(_ => Task.Run(() => FetchAsync("a"))).ToList();
        gate.SetResult();

        (await Task.WhenAll(asking)).Distinct().Should().ContainSingle();
        _source.Calls.Should().Be(1);
    }

    [TestCase(59, 1)]
    [TestCase(60, 2)]
    public async Task A_resource_is_kept_for_its_time(int seconds, int calls)
    {
        await FetchAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await FetchAsync("a");

        _source.Calls.Should().Be(calls);
    }

    [Test]
    public async Task The_time_counts_from_when_the_cloud_was_asked()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        var asking = FetchAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(60));
        gate.SetResult();
        await asking;

        await FetchAsync("a");

        _source.Calls.Should().Be(2, "what was true a minute ago is no news");
    }

    [Test]
    public async Task A_call_that_takes_longer_than_the_time_is_still_the_only_one()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        var first = FetchAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(61));
        var other = FetchAsync("b");
        var second = FetchAsync("a");
        gate.SetResult();

        (await second).Should().BeSameAs(await first);
        await other;
        _source.Calls.Should().Be(2);
    }

    [Test]
    public async Task What_was_not_found_is_not_kept()
    {
        await FetchAsync("none");
        await FetchAsync("none");

        _source.Calls.Should().Be(2);
        _cached.Count.Should().Be(0);
    }

    [Test]
    public async Task A_failure_is_shared_by_those_who_wait_and_is_not_kept()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        _source.Failure = new LookupException("away");

        var asking = Enumerable.Range(0, 50).Select(_ => FetchAsync("a")).ToList();
        gate.SetResult();
        foreach (var task in asking)
            await task.Invoking(failed => failed).Should().ThrowAsync<LookupException>();
        _source.Calls.Should().Be(1);

        _source.Failure = null;
        (await FetchAsync("a")).Should().NotBeNull();
        _source.Calls.Should().Be(2);
    }

    [Test]
    public async Task One_who_gives_up_does_not_end_the_call_that_others_wait_for()
    {
        var gate = new TaskCompletionSource();
        _source.Gate = gate.Task;
        using var impatience = new CancellationTokenSource();
        var impatient = _cached.FetchAsync("a", impatience.Token);
        var patient = FetchAsync("a");

        await impatience.CancelAsync();
        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await patient).Should().NotBeNull();
        _source.Calls.Should().Be(1);
    }

    [Test]
    public async Task No_more_is_kept_than_there_is_room_for_and_the_oldest_goes_first()
    {
        for (var number = 0; number <= KeptResources<Image>.UsualEntries; number++)
            await FetchAsync($"{number}");
        var calls = _source.Calls;

        _cached.Count.Should().Be(KeptResources<Image>.UsualEntries);
        await FetchAsync("1");
        _source.Calls.Should().Be(calls);
        await FetchAsync("0");
        _source.Calls.Should().Be(calls + 1);
    }

    [Test]
    public async Task What_has_ended_makes_room_for_what_comes()
    {
        for (var number = 0; number < 100; number++)
            await FetchAsync($"{number}");
        _clock.Advance(TimeSpan.FromSeconds(60));

        await FetchAsync("new");

        _cached.Count.Should().Be(1);
    }

    [Test]
    public async Task A_thousand_first_requests_for_one_project_make_one_call()
    {
        await using var openStack = await OpenStackOfTests.StartAsync();

        var found = await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(_ => Task.Run(() => openStack.FindAsync<Project>(SampleData.Demo.Id))));

        found.Should().OnlyContain(project => project!.Name == "demo");
        openStack.Cloud.Calls.Of("GET", "/identity/v3/projects/{id}").Should().Be(1);
    }

    [TestCase(60, 60, 5)]
    [TestCase(0, 0, 0)]
    [TestCase(1, 2, 3)]
    public async Task Each_kind_is_kept_as_long_as_its_option_says(int project, int image, int server)
    {
        await using var openStack = await OpenStackOfTests.StartAsync(
            cache: new() { ProjectTime = project, ImageTime = image, ServerTime = server });

        var calls = new Dictionary<string, int>
        {
            ["/identity/v3/projects/{id}"] = project,
            ["/image/v2/images/{id}"] = image,
            ["/compute/v2.1/servers/{id}"] = server,
        };
        foreach (var (route, seconds) in calls)
        {
            await FindAsync(openStack, route);
            if (seconds > 0)
            {
                openStack.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
                await FindAsync(openStack, route);
                openStack.Cloud.Calls.Of("GET", route).Should().Be(1, because: route);
                openStack.Clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            await FindAsync(openStack, route);
            openStack.Cloud.Calls.Of("GET", route).Should().Be(2, because: route);
        }
    }

    [Test]
    public void The_times_are_those_of_the_issue_unless_they_are_set() =>
        new CacheOptions().Should().BeEquivalentTo(new { ProjectTime = 60, ImageTime = 60, ServerTime = 5 });

    [Test]
    public async Task Servers_are_kept_by_their_id()
    {
        await using var openStack = await OpenStackOfTests.StartAsync();

        (await openStack.FindAsync<Server>(SampleServers.Linux.Id))!.Id.Should().Be(SampleServers.Linux.Id);
        (await openStack.FindAsync<Server>(SampleServers.Windows.Id))!.Id.Should().Be(SampleServers.Windows.Id);
    }

    [Test]
    public async Task Credentials_and_volumes_are_asked_for_again_by_another_request()
    {
        await using var openStack = await OpenStackOfTests.StartAsync();

        for (var time = 0; time < 2; time++)
        {
            await openStack.FindAsync<CredentialList>("cloudstor");
            await openStack.FindAsync<Volume>("8432868f-fe87-4035-b8ed-a4bbfb0c8c0e");
        }

        openStack.Cloud.Calls.Of("GET", "/identity/v3/credentials").Should().Be(2);
        openStack.Cloud.Calls.OfService("volume").Should().Be(2);
    }

    [Test]
    public async Task Requests_that_ask_for_credentials_at_once_share_one_call_and_each_later_one_makes_its_own()
    {
        await using var openStack = await OpenStackOfTests.StartAsync();
        // What the session needs once is there.
        await openStack.FindAsync<CredentialList>("cloudstor");
        openStack.Cloud.Calls.Clear();
        openStack.Cloud.Gate.Close();

        var asking = Enumerable.Range(0, 20).Select(_ => openStack.FindAsync<CredentialList>("cloudstor")).ToList();
        await openStack.Cloud.Gate.WhenHeldAsync(1);
        openStack.Cloud.Gate.Open();
        await Task.WhenAll(asking);

        openStack.Cloud.Calls.Of("GET", "/identity/v3/credentials").Should().Be(1);
        await openStack.FindAsync<CredentialList>("cloudstor");
        openStack.Cloud.Calls.Of("GET", "/identity/v3/credentials").Should().Be(2);
    }

    private Task<Image?> FetchAsync(string id) => _cached.FetchAsync(id, CancellationToken.None);

    private static Task FindAsync(OpenStackOfTests openStack, string route) => route switch
    {
        "/identity/v3/projects/{id}" => openStack.FindAsync<Project>(SampleData.Demo.Id),
        "/image/v2/images/{id}" => openStack.FindAsync<Image>(SampleData.ImageId),
        _ => openStack.FindAsync<Server>(SampleData.InstanceId),
    };
}
