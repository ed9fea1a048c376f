using Microsoft.AspNetCore.Http;
using Pollinate.Host.RequestIds;

namespace Pollinate.Host.Tests.RequestIds;

internal sealed class RequestIdPairTests
{
    [Test]
    public void An_id_is_a_random_UUID_behind_a_prefix_and_a_thousand_are_different()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => Give(new()).RequestId).ToList();

        ids.Should().OnlyHaveUniqueItems();
        // The version and the variant of a UUID that is random (RFC 9562).
        ids.Should().AllSatisfy(id => id.Should().MatchRegex("^req-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        ids.Should().AllSatisfy(id => Guid.Parse(id["req-".Length..]).Version.Should().Be(4));
        const string form = "req-xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx";
        for (var position = 0; position < form.Length; position++)
        {
            if (form[position] == 'x')
                ids.Select(id => id[position]).Distinct().Should().HaveCountGreaterThan(3, $"character {position} is random");
        }
    }

    [Test]
    public async Task They_are_in_the_answer_and_flow_with_the_request()
    {
        await Task.Yield();
        var context = new DefaultHttpContext { Request = { Headers = { ["X-Openstack-Request-Id"] = "req-12345678-9abc-def0-1234-56789abcdef0" } } };

        var ids = RequestIdPair.Give(context);

        ids.GlobalRequestId.Should().Be("req-12345678-9abc-def0-1234-56789abcdef0");
        context.Response.Headers["x-openstack-request-id"].Should().Equal(ids.RequestId);
        RequestIdPair.Current.Should().BeSameAs(ids);
    }

    [Test]
    public async Task They_are_gone_where_the_request_is_not()
    {
        RequestIdPair? inside = null;
        await GiveAsync();

        inside.Should().NotBeNull();
        RequestIdPair.Current.Should().BeNull("an async method takes what it set back with it");

        async Task GiveAsync()
        {
            RequestIdPair.Give(new DefaultHttpContext());
            await Task.Yield();
            inside = RequestIdPair.Current;
        }
    }

    [Test]
    public async Task Requests_at_the_same_time_have_each_their_own_wherever_they_go_on()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            var ids = RequestIdPair.Give(new DefaultHttpContext());
            for (var step = 0; step < 5; step++)
            {
                await Task.Yield();
                RequestIdPair.Current.Should().BeSameAs(ids);
            }
        });
    }

    [TestCase("req-12345678-9abc-def0-1234-56789abcdef0\n")]
    [TestCase(" req-12345678-9abc-def0-1234-56789abcdef0")]
    [TestCase("REQ-12345678-9abc-def0-1234-56789abcdef0")]
    [TestCase("req-123456789abcdef0123456789abcdef0")]
    [TestCase("")]
    public void An_id_of_the_callers_of_another_form_is_none(string inbound)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Openstack-Request-Id"] = inbound;

        Give(context).GlobalRequestId.Should().BeNull();
    }

    [Test]
    public void Of_two_ids_of_the_callers_none_is_believed()
    {
        const string id = "req-12345678-9abc-def0-1234-56789abcdef0";
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Openstack-Request-Id"] = new[] { id, id };

        Give(context).GlobalRequestId.Should().BeNull();
    }

    /// <summary>In a context of its own: the ids must not flow on to the next test of this thread.</summary>
    private static RequestIdPair Give(DefaultHttpContext context)
    {
        RequestIdPair? ids = null;
        ExecutionContext.Run(ExecutionContext.Capture()!, _ => ids = RequestIdPair.Give(context), null);
        return ids!;
    }
}
