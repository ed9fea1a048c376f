using Pollinate.Harness.Load;

namespace Pollinate.Harness.Tests;

internal sealed class WrkOutputTests
{
    [Test]
    public void Rate_and_latencies_are_read()
    {
        var result = WrkOutput.Read(Sample.Read("good"));

        result.Requests.Should().Be(73_933);
        result.RequestsPerSecond.Should().Be(67_265.81);
        result.Median.Should().Be(TimeSpan.FromMicroseconds(84));
        result.Percentile99.Should().Be(TimeSpan.FromMilliseconds(25.98));
    }

    [Test]
    public void Latencies_in_seconds_are_read() =>
        WrkOutput.Read(Sample.Read("slow")).Percentile99.Should().Be(TimeSpan.FromSeconds(1.34));

    [TestCase("other-statuses", "Non-2xx or 3xx responses: 46")]
    [TestCase("errors", "Socket errors: connect 0, read 47, write 0, timeout 0; Non-2xx or 3xx responses: 93")]
    [TestCase("timeouts", "Socket errors: connect 0, read 0, write 0, timeout 4")]
    public void A_run_in_which_requests_failed_is_no_measurement(string sample, string what) =>
        FluentActions.Invoking(() => WrkOutput.Read(Sample.Read(sample)))
            .Should().Throw<HarnessException>().WithMessage($"Requests failed under load: {what}.");

    [TestCase("")]
    [TestCase("unable to connect to 127.0.0.1:1 Connection refused")]
    public void What_is_not_wrks_output_is_shown(string output) =>
        FluentActions.Invoking(() => WrkOutput.Read(output)).Should().Throw<HarnessException>().WithMessage($"wrk printed something else*{output}");

    [Test]
    public void Output_without_latencies_is_refused() =>
        FluentActions.Invoking(() => WrkOutput.Read("  10 requests in 1.00s, 1KB read\nRequests/sec:     10.00\n"))
            .Should().Throw<HarnessException>().WithMessage("wrk printed no latency of 50 %*");
}
