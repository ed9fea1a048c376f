using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Lookups;
using Pollinate.Host.Tests.Pipeline;

namespace Pollinate.Host.Tests.Lookups;

internal sealed class LookupTests
{
    private readonly ProjectsOfTests _projects = new();
    private readonly Lookup<Project> _lookup;

    public LookupTests() => _lookup = new(_projects);

    [Test]
    public async Task Many_who_ask_at_once_share_one_call()
    {
        var gate = new TaskCompletionSource();
        _projects.Gate = gate.Task;
        var context = Context();

        var asking = Enumerable.Range(0, 1000)
            .Select(_ => Task.Run(() => _lookup.FindAsync(context, "p", CancellationToken.None)))
            .ToList();
        gate.SetResult();

        (await Task.WhenAll(asking)).Distinct().Should().ContainSingle();
        _projects.Fetched.Should().ContainSingle();
    }

    [Test]
    public async Task One_who_gives_up_does_not_fail_the_others()
    {
        var gate = new TaskCompletionSource();
        _projects.Gate = gate.Task;
        var context = Context();
        using var impatience = new CancellationTokenSource();

        var impatient = _lookup.FindAsync(context, "p", impatience.Token);
        var patient = _lookup.FindAsync(context, "p", CancellationToken.None);
        await impatience.CancelAsync();
        gate.SetResult();

        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await patient).Should().NotBeNull();
    }

    [Test]
    public async Task A_failure_is_the_same_for_all_and_is_not_tried_again()
    {
        _projects.Failure = new LookupException("away");
        var context = Context();

        for (var time = 0; time < 2; time++)
        {
            await _lookup.Invoking(lookup => lookup.FindAsync(context, "p", CancellationToken.None))
                .Should().ThrowAsync<LookupException>();
        }

        _projects.Fetched.Should().ContainSingle();
    }

    [Test]
    public async Task Another_request_asks_again()
    {
        await _lookup.FindAsync(Context(), "p", CancellationToken.None);
        await _lookup.FindAsync(Context(), "p", CancellationToken.None);

        _projects.Fetched.Should().HaveCount(2);
    }

    [Test]
    public async Task The_calls_end_when_nobody_waits_for_the_request_any_longer()
    {
        _projects.Gate = new TaskCompletionSource().Task;
        using var gone = new CancellationTokenSource();

        var asking = _lookup.FindAsync(Context(gone.Token), "p", CancellationToken.None);
        await gone.CancelAsync();

        await asking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_context_that_an_author_made_for_a_test_works_without_memory()
    {
        var context = new VendordataContext(Body(), new Caller(), "req-1");

        (await _lookup.FindAsync(context, "p", CancellationToken.None))!.Name.Should().Be("name of p");
    }

    private static RequestContext Context(CancellationToken aborted = default) =>
        new(Body(), new Caller(), "req-1", new(length: null, TimeProvider.System, aborted));

    private static JsonElement Body() => JsonElement.Parse("""{"project-id":"p"}""");
}
