using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Logging;

namespace Pollinate.Host.Tests.Logging;

internal sealed class LogOptionTests
{
    private const string Secret = "s3cr3t-of-this-test";

    [TestCase("", "Pollinate.Host.Authentication.TokenCache", LogLevel.Information)]
    [TestCase("authentication=DEBUG", "Pollinate.Host.Authentication.TokenCache", LogLevel.Debug)]
    [TestCase("keystonemiddleware=ERROR", "Pollinate.Host.Authentication.TokenCache", LogLevel.Error)]
    [TestCase("nova_pollinate=WARN", "Pollinate.Host.Authentication.TokenCache", LogLevel.Warning)]
    [TestCase("pollinate.host.open_stack=10", "Pollinate.Host.OpenStack.ServiceClient", LogLevel.Debug)]
    [TestCase("Pollinate=ERROR,Pollinate.Host.Authentication=DEBUG", "Pollinate.Host.Authentication.TokenCache", LogLevel.Debug)]
    [TestCase("auth=DEBUG", "Pollinate.Host.Authentication.TokenCache", LogLevel.Information)]
    [TestCase("sqlalchemy=WARN,amqp=WARN", "Pollinate.Host.Http.AccessLog", LogLevel.Information)]
    [TestCase("Microsoft=DEBUG", "Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning)]
    public void The_level_of_a_logger_is_that_of_the_longest_name_that_it_begins_with(string pairs, string logger, LogLevel level)
    {
        var problems = new List<string>();

        LogLevels.Parse(debug: false, pairs.Split(','), problems).Of(logger).Should().Be(level);
        problems.Should().BeEmpty();
    }

    [TestCase("%(message)s", "")]
    [TestCase("%(mesage)s", "[DEFAULT] logging_default_format_string: %(mesage) is unknown. The names are ")]
    [TestCase("100%", "[DEFAULT] logging_default_format_string: '%' is no %(name)s; write %% for a percent sign.")]
    [TestCase("%(message)q", "[DEFAULT] logging_default_format_string: '%(message)q' is no %(name)s")]
    public void A_format_that_can_not_be_used_is_one_error_that_names_the_cure(string format, string error)
    {
        var problems = LogChecks.Problems(new DefaultOptions { LoggingDefaultFormatString = format }).ToList();

        problems.Should().HaveCount(error.Length == 0 ? 0 : 1);
        string.Concat(problems).Should().StartWith(error);
    }

    [Test]
    public void Wrong_levels_facilities_and_dates_are_an_error_each() =>
        LogChecks.Problems(new DefaultOptions { DefaultLogLevels = ["a=LOUD", "b"], SyslogLogFacility = "LOG_MOON", LogDateFormat = "%Q" })
            .Should().SatisfyRespectively(
                problem => problem.Should().StartWith("[DEFAULT] default_log_levels: 'LOUD' in 'a=LOUD' is no level"),
                problem => problem.Should().StartWith("[DEFAULT] default_log_levels: 'b' is no pair"),
                problem => problem.Should().StartWith("[DEFAULT] log_date_format: %Q is no directive"),
                problem => problem.Should().StartWith("[DEFAULT] syslog_log_facility: 'LOG_MOON' is no facility; use one of LOG_KERN, "));

    [TestCase("LOG_USER", 1)]
    [TestCase("daemon", 3)]
    [TestCase("Log_Local7", 23)]
    public void A_facility_may_be_written_as_oslo_log_takes_it(string name, int number) => Facility.NumberOf(name).Should().Be(number);

    [Test]
    public void Formats_are_pythons()
    {
        using var log = new WrittenLog(new()
        {
            LoggingDefaultFormatString = "%(asctime)s|%(msecs)03d|%(levelname)-8s|%(levelno)5d|%(name).3s|%(funcName)s|%(event_id)06d|100%%|%(message)s",
            LogDateFormat = "%d/%b/%y %H:%M",
            LoggingDebugFormatSuffix = "<%(event_name)s>",
            Debug = true,
        });

        log.Logger.Log(LogLevel.Debug, new EventId(42, "Hello"), "text", null, (text, _) => text);

        log.Lines.Should().ContainSingle().Which.Should().MatchRegex(@"^\d\d/[A-Z][a-z]{2}/\d\d \d\d:\d\d\|\d{3}\|DEBUG   \|   10\|a\.l\|Hello\|000042\|100%\|text <Hello>$");
    }

    [Test]
    public void An_exception_is_summed_up_in_the_line_and_each_line_of_it_bears_the_prefix()
    {
        using var log = new WrittenLog(new() { LoggingExceptionPrefix = "TRACE %(name)s " });

        log.Logger.LogError(new InvalidOperationException("one\ntwo"), "failed");

        log.Lines.Should().Equal(log.Lines[0], "TRACE a.logger System.InvalidOperationException: one", "TRACE a.logger two");
        log.Lines[0].Should().EndWith("[-] failed: System.InvalidOperationException: one");
    }

    [Test]
    public void With_use_json_a_line_is_an_object_and_holds_no_secret()
    {
        using var log = new WrittenLog(new() { UseJson = true });
        using var known = log.Redactor.Register();
        known.Set([Secret]);

        log.Logger.LogWarning(new EventId(7, "Told"), new IOException(Secret), "a\n\"{Text}\" {Number}", Secret, 5);

        var line = JsonNode.Parse(log.Lines.Should().ContainSingle().Subject)!;
        line["message"]!.GetValue<string>().Should().Be("a\n\"***\" 5");
        line["levelname"]!.GetValue<string>().Should().Be("WARNING");
        line["levelno"]!.GetValue<int>().Should().Be(30);
        line["name"]!.GetValue<string>().Should().Be("a.logger");
        line["args"]!["Number"]!.GetValue<string>().Should().Be("5");
        line["extra"]!["event_id"]!.GetValue<int>().Should().Be(7);
        line["traceback"]!.AsArray().Should().HaveCount(1);
        line["context"]!.AsObject().Should().BeEmpty();
        log.Lines[0].Should().NotContain(Secret);
    }

    [Test]
    public void Events_beyond_the_rate_limit_are_left_out_but_for_those_of_the_level_that_is_excepted()
    {
        using var log = new WrittenLog(new() { RateLimitBurst = 3, RateLimitInterval = 3600, RateLimitExceptLevel = "ERROR" });

        for (var number = 0; number < 10; number++)
            log.Logger.LogWarning("number {Number}", number);
        log.Logger.LogError("an error");

        log.Lines.Select(line => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..])
            .Should().Equal("number 0", "number 1", "number 2", "Logging rate limit: drop after 3 records/3600 sec", "an error");
    }

    [Test]
    public void A_file_that_is_renamed_removed_or_truncated_goes_on_at_its_place()
    {
        using var log = new WrittenLog();
        log.Logger.LogInformation("one");
        log.Lines.Should().ContainSingle();

        File.Move(log.File, log.File + ".1");
        log.Logger.LogInformation("two");
        log.Lines.Should().ContainSingle().Which.Should().EndWith("two");
        File.Delete(log.File);
        log.Logger.LogInformation("three");
        log.Lines.Should().ContainSingle().Which.Should().EndWith("three");
        File.WriteAllText(log.File, "");
        log.Logger.LogInformation("four");
        log.Lines.Should().ContainSingle().Which.Should().EndWith("four").And.NotContain("\0");
    }

    [Test]
    public void With_rotation_by_size_no_file_grows_beyond_it_and_the_oldest_go()
    {
        using var log = new WrittenLog(new() { LogRotationType = "Size", MaxLogfileSizeMb = 1, MaxLogfileCount = 2 });
        var text = new string('x', 100_000);

        for (var number = 0; number < 45; number++)
            log.Logger.LogInformation("{Number} {Text}", number, text);

        log.Flush();
        Directory.EnumerateFiles(log.Folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("log", "log.1", "log.2");
        Directory.EnumerateFiles(log.Folder.Path).Should().OnlyContain(file => new FileInfo(file).Length <= 1024 * 1024);
        string.Concat(File.ReadAllLines(log.File + ".1").Select(line => line.Split(' ')[6] + " ")).Should().EndWith("39 ");
    }

    [Test]
    public void With_rotation_by_time_a_file_of_yesterday_is_moved_aside_under_its_time()
    {
        using var log = new WrittenLog();
        var file = log.Folder.Combine("timed.log");
        File.WriteAllText(file, "old\n");
        File.WriteAllText(file + ".2020-01-01", "older\n");
        File.WriteAllText(file + ".note", "not the daemon's\n");
        var yesterday = DateTime.Today.AddDays(-1).AddHours(1);
        File.SetLastWriteTime(file, yesterday);

        log.Provider.Use(new DefaultOptions { LogFile = file, LogRotationType = "interval", LogRotateIntervalType = "Midnight", MaxLogfileCount = 1 });
        log.Logger.LogInformation("first");
        log.Flush();
        log.Logger.LogInformation("second");
        log.Flush();

        File.ReadAllText(file + "." + yesterday.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Should().StartWith("old");
        File.ReadAllText(file).Should().Contain("second").And.NotContain("old");
        File.Exists(file + ".2020-01-01").Should().BeFalse();
        File.Exists(file + ".note").Should().BeTrue();
    }

    [Test]
    public void Log_dir_is_where_a_relative_log_file_lies_and_has_one_of_the_daemons_name_without()
    {
        LogPath.Of(new DefaultOptions { LogDir = "/var/log/p" }).Should().Be("/var/log/p/nova-pollinate.log");
        LogPath.Of(new DefaultOptions { LogDir = "/var/log/p", LogFile = "a.log" }).Should().Be("/var/log/p/a.log");
        LogPath.Of(new DefaultOptions { LogDir = "/var/log/p", LogFile = "/a.log" }).Should().Be("/a.log");
        LogPath.Of(new DefaultOptions()).Should().BeNull();
    }

    [Test]
    public void Another_level_and_another_file_come_into_force_and_no_line_is_lost()
    {
        using var log = new WrittenLog();
        log.Logger.LogDebug("not yet");
        log.Logger.LogInformation("one");
        var other = log.Folder.Combine("other");

        log.Provider.Use(new DefaultOptions { LogFile = other, Debug = true });
        log.Logger.LogDebug("two");

        log.Lines.Should().ContainSingle().Which.Should().EndWith("one");
        File.ReadAllLines(other).Should().ContainSingle().Which.Should().Contain("two");
    }

    [Test]
    public void What_comes_faster_than_it_can_be_written_is_left_out_and_counted_and_nobody_waits()
    {
        using var folder = new Support.TemporaryFolder();
        var pipe = folder.Combine("pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            made.WaitForExit();
        using var reader = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var log = new WrittenLog(new() { LogFile = pipe });
        var text = new string('x', 1000);

        for (var number = 0; number < 3 * LogQueue.Capacity; number++)
            log.Logger.LogInformation("{Text}", text);

        log.Provider.Queue.LeftOut.Should().BePositive();
        using var lines = new StreamReader(reader);
        string? line;
        do
            line = lines.ReadLine();
        while (line?.Contains("lines were left out of the log, since it could not be written as fast as they came", StringComparison.Ordinal) == false);
        line.Should().Contain(" WARNING ");
    }

    [Test]
    public void The_operators_own_file_says_what_is_logged_and_gets_no_secret()
    {
        using var folder = new Support.TemporaryFolder();
        var file = folder.Write("nlog.config", $$"""
            <nlog xmlns="http://www.nlog-project.org/schemas/NLog.xsd">
              <targets><target name="f" type="File" fileName="{{folder.Combine("own.log")}}" layout="${level}|${logger}|${message}|${exception:format=tostring}|${event-properties:EventId}|${all-event-properties}"/></targets>
              <rules><logger name="a.*" minlevel="Warn" writeTo="f"/></rules>
            </nlog>
            """);
        LogChecks.Problems(new DefaultOptions { LogConfigAppend = file, LogDateFormat = "%Q" }).Should().BeEmpty();
        using (var log = new WrittenLog(new() { LogConfigAppend = file, Debug = true }))
        {
            using var known = log.Redactor.Register();
            known.Set([Secret]);
            log.Logger.LogInformation("quiet");
            log.Logger.LogError(new EventId(5), new IOException(Secret), "{{braces}} {Text}", Secret);
            log.Flush();
        }

        var written = File.ReadAllText(folder.Combine("own.log"));
        written.Should().StartWith("Error|a.logger|{braces} ***|System.IO.IOException: ***").And.Contain("|5|").And.NotContain("quiet").And.NotContain(Secret);
    }

    [TestCase("<nlog>", "can't be used (")]
    [TestCase("<nlog><targets><target name='f' type='Nonsense'/></targets><rules><logger name='*' writeTo='f'/></rules></nlog>", "can't be used (")]
    [TestCase("<nlog></nlog>", "has no rules")]
    [TestCase(null, "can't be used (")]
    public void A_fault_in_the_operators_file_names_the_file_and_the_cure(string? content, string said)
    {
        using var folder = new Support.TemporaryFolder();
        var file = content is null ? folder.Combine("nowhere") : folder.Write("nlog.config", content);

        LogChecks.Problems(new DefaultOptions { LogConfigAppend = file })
            .Should().ContainSingle().Which.Should().StartWith($"[DEFAULT] log_config_append: {file} {said}");
    }
}
