using Pollinate.Host.OpenStack;
using Pollinate.Host.Tests.Keystone;
using Microsoft.AspNetCore.Http;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>Lists that come in pages.</summary>
internal sealed class ServiceListTests
{
    private readonly TestClock _clock = new();
    private ScriptedKeystone _keystone = null!;
    private OpenStackOfTests _openStack = null!;

    [SetUp]
    public async Task SetUp()
    {
        _keystone = await ScriptedKeystone.StartAsync(_clock);
        _openStack = OpenStackOfTests.Against(
            _keystone, _clock, new() { AuthType = "v3password", UserId = "u", Password = "pw", ProjectId = "p" });
    }

    [TearDown]
    public async Task TearDown()
    {
        await _openStack.DisposeAsync();
        await _keystone.DisposeAsync();
    }

    [Test]
    public async Task Pages_are_read_to_the_last_in_order()
    {
        _keystone.Resources.Next(
            Page("1", _keystone.Url + "/v3/things?type=a&marker=1"),
            Page("2,3", _keystone.Url + "/v3/things?type=a&marker=3"),
            Page("4", null));

        var items = await ListAsync();

        items.Select(item => item.GetInt32()).Should().Equal(1, 2, 3, 4);
        Asked.Should().Equal("/v3/things?type=a", "/v3/things?type=a&marker=1", "/v3/things?type=a&marker=3");
    }

    [TestCase("http://elsewhere.example.org/v3/other?marker=1")]
    [TestCase("//elsewhere.example.org/?marker=1")]
    [TestCase("/other?marker=1")]
    public async Task A_link_to_another_place_counts_for_its_query_alone(string link)
    {
        _keystone.Resources.Next(Page("1", link), Page("2", null));

        (await ListAsync()).Should().HaveCount(2);

        Asked.Should().Equal("/v3/things?type=a", "/v3/things?marker=1");
    }

    [Test]
    public async Task Pages_in_a_circle_are_an_error()
    {
        _keystone.Resources.Always(Page("1", "?type=a&marker=1"));

        (await OpenStackOfTests.FailureOfAsync<OpenStackException>(ListAsync)).Should().StartWith("identity: GET things").And.Contain("circle");
        Asked.Should().HaveCount(2);
    }

    [Test]
    public async Task Pages_without_end_are_an_error()
    {
        var number = 0;
        _keystone.Resources.Always(context => Page("1", $"?marker={Interlocked.Increment(ref number)}")(context));

        await OpenStackOfTests.FailureOfAsync<OpenStackException>(ListAsync);

        Asked.Should().HaveCount(OpenStackSession.MaximumPages);
    }

    [TestCase("[]")]
    [TestCase("""{"other": []}""")]
    [TestCase("""{"things": {}}""")]
    public async Task An_answer_that_is_no_list_is_an_error(string body)
    {
        _keystone.Resources.Always(Reply.Json(200, body));

        (await OpenStackOfTests.FailureOfAsync<OpenStackException>(ListAsync))
            .Should().Be("identity: GET things answered 200 without a list of things.");
    }

    private IEnumerable<string> Asked => _keystone.Requests
        .Where(request => request.Method == "GET").Select(request => request.Path + request.Query);

    private Task<IReadOnlyList<System.Text.Json.JsonElement>> ListAsync() =>
        _openStack.Session.ListAsync("identity", "things?type=a", "things", CancellationToken.None);

    private static RequestDelegate Page(string items, string? next) =>
        Reply.Json(200, $$$"""{"things": [{{{items}}}], "links": {"next": {{{(next is null ? "null" : $"\"{next}\"")}}}}}""");
}
