using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Containment;

/// <summary>Plugins that end the process, which nothing within it can prevent, and one that takes its memory.</summary>
internal sealed class FatalPluginTests
{
    private const string Plugin = "Fixture.Fatal";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("overflows_stack", 134)]
    [TestCase("fails_fast", 134)]
    [TestCase("exits", 0)]
    public async Task The_next_start_names_the_provider_that_ended_the_process(string provider, int exitCode)
    {
        int processId;
        await using (var killed = await DaemonProcess.StartAsync(_folder, Plugin, $"test,{provider}"))
        {
            processId = killed.Id;
            (await killed.AskFatalAsync()).Should().Be(exitCode);
        }

        await using (var next = await DaemonProcess.StartAsync(_folder, Plugin, "test"))
        {
            next.Errors.Should().Contain(
                $"The last process (pid {processId}) ended without stopping, while calls of {provider} (1) were in progress");
        }

        await using var afterNext = await DaemonProcess.StartAsync(_folder, Plugin, "test");
        afterNext.Errors.Should().NotContain("The last process");
    }

    [Test]
    public async Task A_provider_that_finds_no_more_memory_is_left_out_like_any_that_fails()
    {
        await using var daemon = await DaemonProcess.StartAsync(
            _folder, Plugin, "takes_memory,test", ("DOTNET_GCHeapHardLimit", "0x10000000"));

        for (var request = 0; request < 3; request++)
            (await daemon.AskAsync()).ToJsonString().Should().Be("""{"test":{"OK":"Success"}}""");

        daemon.Errors.Should().Contain("The provider takes_memory failed").And.Contain("System.OutOfMemoryException");
    }
}
