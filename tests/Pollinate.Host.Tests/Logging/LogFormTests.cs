using Microsoft.Extensions.Logging;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Logging;
using Pollinate.Host.Plugins;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Logging;

internal sealed class LogFormTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void A_line_has_time_process_level_logger_ids_and_message()
    {
        var line = Log(debug: false, logger => logger.LogInformation("hello")).Should().ContainSingle().Subject;

        line.Should().MatchRegex($@"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{{3}} {Environment.ProcessId} INFO a\.logger \[-\] hello$");
    }

    [TestCase("one\ntwo", "one", "  | two")]
    [TestCase("one\r\ntwo", "one", "  | two")]
    [TestCase("one\rtwo", @"one\rtwo")]
    [TestCase("a\tb", @"a\tb")]
    [TestCase("a\u001b[31mb\u0000", @"a\u001b[31mb\u0000")]
    [TestCase("a\u2028b\u0085c", @"a\u2028b\u0085c")]
    [TestCase("Zoë 中 😀", "Zoë 中 😀")]
    public void No_text_from_outside_can_look_like_a_line_of_its_own(string text, params string[] lines)
    {
        var written = Log(debug: false, logger => logger.LogWarning("{Text}", text));

        written.Should().HaveCount(lines.Length);
        written[0].Should().EndWith("] " + lines[0]);
        written.Skip(1).Should().Equal(lines.Skip(1));
    }

    [TestCase("{0} {Braces} ${message} {{}} {")]
    [TestCase("100 %")]
    public void A_providers_text_is_written_as_it_is(string text) =>
        Log(debug: false, logger => new ProviderLog(logger).Log<object>(LogLevel.Warning, 7, this, null, (_, _) => text))
            .Should().ContainSingle().Which.Should().EndWith("] " + text);

    [TestCase(false, 1)]
    [TestCase(true, 2)]
    public void Debug_lines_are_written_when_debug_is_on(bool debug, int lines) =>
        Log(debug, logger =>
        {
            logger.LogDebug("detail");
            logger.LogInformation("news");
        }).Should().HaveCount(lines);

    private string[] Log(bool debug, Action<ILogger> write)
    {
        var file = _folder.Combine("daemon.log");
        using (var loggers = LoggerFactory.Create(logging => logging.AddPollinateLogging(new DefaultOptions { LogFile = file, Debug = debug }, new())))
            write(loggers.CreateLogger("a.logger"));
        return File.ReadAllLines(file);
    }
}
