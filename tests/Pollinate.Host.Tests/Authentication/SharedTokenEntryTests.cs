using System.Text;
using Pollinate.Host.Authentication;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Tests.Authentication;

/// <summary>What is read of an entry of the shared cache, which may hold anything.</summary>
internal sealed class SharedTokenEntryTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_000_000_000_000);

    [TestCase("[]", "It is no object.")]
    [TestCase("\"token\"", "It is no object.")]
    [TestCase("{\"nova_pollinate_asked_at\": \"1\"}", "It does not say when Keystone was asked.")]
    [TestCase("{\"nova_pollinate_asked_at\": 1.5}", "It does not say when Keystone was asked.")]
    public void What_no_daemon_has_written_is_an_error_that_says_what(string json, string error)
    {
        var read = () => SharedTokenEntry.Read(Encoding.UTF8.GetBytes(json), withCatalog: false, TimeSpan.FromMinutes(5), Now);

        read.Should().Throw<OpenStackException>().WithMessage(error);
    }

    [TestCase("{}", Description = "keystonemiddleware's own")]
    [TestCase("{\"nova_pollinate_asked_at\": 999999700000}", Description = "five minutes old")]
    [TestCase("{\"nova_pollinate_asked_at\": 1000000060001}", Description = "more than the clocks may differ")]
    public void What_is_of_no_use_is_none(string json) =>
        SharedTokenEntry.Read(Encoding.UTF8.GetBytes(json), withCatalog: false, TimeSpan.FromMinutes(5), Now).Should().BeNull();
}
