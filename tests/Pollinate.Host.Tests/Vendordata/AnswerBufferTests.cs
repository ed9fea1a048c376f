using System.Buffers;
using System.Runtime.InteropServices;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Tests.Vendordata;

/// <summary>Each thread has a buffer of its own: the tests run on new ones.</summary>
internal sealed class AnswerBufferTests
{
    [Test]
    public Task What_is_given_back_is_wiped_and_used_again() => OnNewThreadAsync(() =>
    {
        var buffer = AnswerBuffer.Take();
        buffer.Write("\"AAAAA-BBBBB-CCCCC-DDDDD-EEEEE\""u8);
        MemoryMarshal.TryGetArray(buffer.WrittenMemory, out var written).Should().BeTrue();

        AnswerBuffer.Return(buffer);

        written.Array.Should().OnlyContain(value => value == 0, "it held a licence key");
        var again = AnswerBuffer.Take();
        again.Should().BeSameAs(buffer);
        again.WrittenCount.Should().Be(0);
        again.Write("{}"u8);
        again.WrittenSpan.SequenceEqual("{}"u8).Should().BeTrue();
    });

    [Test]
    public Task One_that_is_in_use_is_nobody_elses() => OnNewThreadAsync(() =>
    {
        var first = AnswerBuffer.Take();
        var second = AnswerBuffer.Take();
        second.Should().NotBeSameAs(first);

        AnswerBuffer.Return(first);
        AnswerBuffer.Return(second);

        AnswerBuffer.Take().Should().BeSameAs(first, "one is kept, the first");
        AnswerBuffer.Take().Should().NotBeSameAs(second);
    });

    [TestCase(60 * 1024, true)]
    [TestCase(200 * 1024, false)]
    public Task A_huge_one_is_wiped_and_not_kept(int bytes, bool isKept) => OnNewThreadAsync(() =>
    {
        var buffer = AnswerBuffer.Take();
        // In one piece, so that it has not grown to more than that.
        buffer.GetSpan(bytes)[..bytes].Fill((byte)'x');
        buffer.Advance(bytes);
        MemoryMarshal.TryGetArray(buffer.WrittenMemory, out var written).Should().BeTrue();

        AnswerBuffer.Return(buffer);

        written.Array.Should().OnlyContain(value => value == 0);
        ReferenceEquals(AnswerBuffer.Take(), buffer).Should().Be(isKept);
    });

    [Test]
    public async Task One_may_be_given_back_on_another_thread_and_is_that_ones_then()
    {
        ArrayBufferWriter<byte>? buffer = null;
        await OnNewThreadAsync(() => buffer = AnswerBuffer.Take());

        await OnNewThreadAsync(() =>
        {
            AnswerBuffer.Return(buffer!);
            AnswerBuffer.Take().Should().BeSameAs(buffer);
        });
    }

    private static Task OnNewThreadAsync(Action test) =>
        Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
