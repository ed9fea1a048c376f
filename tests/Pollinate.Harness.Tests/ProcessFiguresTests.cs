using Pollinate.Harness.Processes;

namespace Pollinate.Harness.Tests;

internal sealed class ProcessFiguresTests
{
    [Test]
    public void Pages_of_the_runtime_count_in_full_and_others_by_their_share()
    {
        string[] lines =
        [
            "7f0000000000-7f0000100000 r-xp 00000000 08:01 123                        /usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.0/libcoreclr.so",
            "Size:               3072 kB", "Rss:                2048 kB", "Pss:                1024 kB", "Pss_Dirty:             0 kB",
            "7f0000200000-7f0000300000 rw-p 00000000 00:00 0 ",
            "Rss:                1024 kB", "Pss:                1024 kB",
            "7f0000400000-7f0000500000 r-xp 00000000 08:01 124                        /usr/lib/x86_64-linux-gnu/libc.so.6",
            "Rss:                1024 kB", "Pss:                 512 kB", "VmFlags: rd ex mr mw me sd",
        ];

        ProcessFigures.ReadMemory(lines, "/usr/share/dotnet/").Should().Be(3.5);
    }

    [Test]
    public void A_process_has_memory_and_has_taken_time()
    {
        ProcessFigures.Memory(Environment.ProcessId).Should().BeGreaterThan(10);
        ProcessFigures.ProcessorTime(Environment.ProcessId).Should().BePositive();
    }
}
