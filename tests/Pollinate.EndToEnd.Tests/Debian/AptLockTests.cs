using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Debian;

/// <summary>Test projects run beside each other, and each installs what it misses.</summary>
internal sealed class AptLockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private string _file = null!;

    [SetUp]
    public void SetUp() => _file = Path.GetTempFileName();

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [Test]
    public async Task While_another_process_holds_it_it_is_waited_for_and_then_taken()
    {
        Task<IDisposable> taking;
        await using (var other = ChildProcess.Start("/usr/bin/flock", [_file, "/bin/sh", "-c", "echo held; exec sleep 600"]))
        {
            await Eventually.WaitForAsync("the other to hold it", Patience, () => Task.FromResult(other.Output.Contains("held", StringComparison.Ordinal)));
            var impatient = () => AptLock.TakeAsync(TimeSpan.Zero, _file);
            await impatient.Should().ThrowAsync<TimeoutException>().WithMessage($"*{_file}*");
            taking = AptLock.TakeAsync(Patience, _file);
            taking.IsCompleted.Should().BeFalse();
            await using var kill = await ChildProcess.RunAsync("/usr/bin/pkill", ["--parent", $"{other.Id}"], Patience);
        }

        using var held = await taking;
        await using var late = ChildProcess.Start("/usr/bin/flock", ["--nonblock", _file, "/bin/true"]);
        (await late.WaitAsync(Patience)).Should().Be(1, because: "it is held now");
    }

    [Test]
    public async Task A_file_that_is_not_there_is_no_lock_that_somebody_holds()
    {
        var take = () => AptLock.TakeAsync(Patience, _file + ".none");

        await take.Should().ThrowAsync<FileNotFoundException>();
    }
}
