using Microsoft.AspNetCore.Http;
using Pollinate.Host.Warming;

namespace Pollinate.Host.Tests.Warming;

/// <summary>Whose requests are rehearsals: the daemon's own, while it warms up, and nobody else's.</summary>
internal sealed class EntranceTests
{
    private readonly List<string> _went = [];

    [Test]
    public async Task Only_who_knows_the_secret_of_the_moment_rehearses()
    {
        var entrance = new Entrance(Way("ordinary"));
        var secret = entrance.Open(Way("rehearsal"));

        await AskAsync(entrance);
        await AskAsync(entrance, "");
        await AskAsync(entrance, secret[..^1]);
        await AskAsync(entrance, secret.ToUpperInvariant());
        await AskAsync(entrance, new string('0', secret.Length));
        await AskAsync(entrance, secret, secret);
        _went.Should().OnlyContain(way => way == "ordinary").And.HaveCount(6);

        await AskAsync(entrance, secret);
        _went.Should().HaveCount(7).And.EndWith("rehearsal");
    }

    [Test]
    public async Task A_secret_is_nothing_once_the_daemon_is_warm_and_each_time_another()
    {
        var entrance = new Entrance(Way("ordinary"));
        var first = entrance.Open(Way("rehearsal"));
        entrance.Close();
        await AskAsync(entrance, first);

        var second = entrance.Open(Way("rehearsal"));
        await AskAsync(entrance, first);

        second.Should().NotBe(first);
        _went.Should().Equal("ordinary", "ordinary");
    }

    private static Task AskAsync(Entrance entrance, params string[] given)
    {
        var context = new DefaultHttpContext();
        if (given.Length > 0)
            context.Request.Headers[Entrance.Header] = given;
        return entrance.HandleAsync(context);
    }

    private RequestDelegate Way(string name) => _ =>
    {
        _went.Add(name);
        return Task.CompletedTask;
    };
}
