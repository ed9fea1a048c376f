using System.Globalization;
using Pollinate.Host.Hosting;
using Pollinate.Host.Listening;

namespace Pollinate.Host.Tests.Listening;

/// <summary>The variables of socket activation. With sockets, the system tests have it.</summary>
[NonParallelizable]
internal sealed class HandedSocketsTests
{
    private static readonly string[] Variables = ["LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"];

    [Test]
    public void What_is_meant_for_another_process_is_left_and_no_child_is_told()
    {
        Set("1", "1");

        HandedSockets.Take().Should().BeEmpty();

        Variables.Should().OnlyContain(variable => Environment.GetEnvironmentVariable(variable) == null);
    }

    [Test]
    public void What_is_no_listening_socket_is_named_and_no_child_is_told()
    {
        Set(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "1");

        var take = () => HandedSockets.Take();

        // The third descriptor of this process is one of the runtime's own.
        take.Should().Throw<StartException>().Which.Errors.Should().ContainSingle().Which.Should().Contain("The file descriptor 3 ('web')");
        Variables.Should().OnlyContain(variable => Environment.GetEnvironmentVariable(variable) == null);
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("many")]
    [TestCase(null)]
    public void A_count_that_is_none_hands_nothing_over(string? count)
    {
        Set(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), count);

        HandedSockets.Take().Should().BeEmpty();
    }

    private static void Set(string process, string? count)
    {
        Environment.SetEnvironmentVariable("LISTEN_PID", process);
        Environment.SetEnvironmentVariable("LISTEN_PIDFDID", "1");
        Environment.SetEnvironmentVariable("LISTEN_FDS", count);
        Environment.SetEnvironmentVariable("LISTEN_FDNAMES", "web");
    }
}
