using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.Host.Files;
using Pollinate.Host.Logging;
using Pollinate.Host.Tests.Keystone;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Logging;

/// <summary>The logs of the system, each as a socket of the test's.</summary>
internal sealed class SystemLogTests
{
    private const string Secret = "s3cr3t-of-this-test";

    [Test]
    public void Syslog_gets_the_form_of_RFC_5424()
    {
        using var folder = new TemporaryFolder();
        using var reader = Listen(folder.Combine("log"));
        using var log = new WrittenLog(new() { UseSyslog = true, SyslogLogFacility = "local3" }, new() { Syslog = folder.Combine("log") });
        using var known = log.Redactor.Register();
        known.Set([Secret]);

        log.Logger.LogWarning(new EventId(42, "Told"), "hello {Text}", Secret);

        Receive(reader).Should().MatchRegex(
            $@"^<156>1 \d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{6}}[+-]\d\d:\d\d \S+ nova-pollinate {Environment.ProcessId} 42 - \S+ \S+ {Environment.ProcessId} WARNING a\.logger \[-\] hello \*\*\*$");
    }

    [Test]
    public void Syslog_may_be_a_stream_and_may_be_started_anew()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("log");
        using var log = new WrittenLog(new() { UseSyslog = true }, new() { Syslog = path });
        using (var reader = Listen(path))
        {
            log.Logger.LogInformation("one");
            Receive(reader).Should().EndWith("one");
        }

        File.Delete(path);
        using var stream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        stream.Bind(new UnixDomainSocketEndPoint(path));
        stream.Listen();
        log.Logger.LogInformation("two");
        using var accepted = stream.Accept();
        Receive(accepted).TrimEnd('\0').Should().EndWith("two");
    }

    [Test]
    public async Task Rsyslog_reads_every_part_and_gets_what_is_logged_after_it_was_started_anew()
    {
        await DebianPackages.RequireAsync("rsyslog");
        using var folder = new TemporaryFolder();
        var configuration = folder.Write("rsyslog.conf", $"""
            module(load="imuxsock" SysSock.Use="off")
            input(type="imuxsock" Socket="{folder.Combine("log")}" UseSpecialParser="off")
            template(name="t" type="string" string="%syslogfacility-text%|%syslogseverity-text%|%app-name%|%procid%|%msgid%|%msg%\n")
            *.* action(type="omfile" file="{folder.Combine("out")}" template="t")
            """);
        using var log = new WrittenLog(
            new() { UseSyslog = true, SyslogLogFacility = "LOG_LOCAL3", LoggingDefaultFormatString = "%(message)s" }, new() { Syslog = folder.Combine("log") });
        foreach (var text in new[] { "one", "two" })
        {
            using var rsyslog = System.Diagnostics.Process.Start(
                "/usr/sbin/rsyslogd", ["-n", "-f", configuration, "-i", folder.Combine("pid")]);
            try
            {
                await Eventually.TrueAsync(() => File.Exists(folder.Combine("log")));
                log.Logger.LogWarning(new EventId(42), "{Text}", text);
                await Eventually.TrueAsync(() => File.Exists(folder.Combine("out"))
                    && File.ReadAllText(folder.Combine("out")).Contains($"local3|warning|nova-pollinate|{Environment.ProcessId}|42|{text}\n", StringComparison.Ordinal));
            }
            finally
            {
                rsyslog.Kill();
                await rsyslog.WaitForExitAsync();
            }

            File.Delete(folder.Combine("log"));
            File.Delete(folder.Combine("pid"));
        }
    }

    [TestCase("create 0640")]
    [TestCase("copytruncate")]
    public async Task Logrotate_takes_the_lines_before_and_leaves_the_file_for_those_after(string way)
    {
        await DebianPackages.RequireAsync("logrotate");
        using var log = new WrittenLog();
        log.Logger.LogInformation("one");
        log.Lines.Should().ContainSingle();
        var configuration = log.Folder.Write("logrotate.conf", $"{log.File} {{\n rotate 2\n su root root\n {way}\n}}\n");
        File.SetUnixFileMode(configuration, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using (var logrotate = System.Diagnostics.Process.Start("/usr/sbin/logrotate", ["-f", "-s", log.Folder.Combine("state"), configuration]))
        {
            await logrotate.WaitForExitAsync();
            logrotate.ExitCode.Should().Be(0);
        }

        log.Logger.LogInformation("two");
        log.Lines.Should().ContainSingle().Which.Should().EndWith("two").And.NotContain("\0");
        File.ReadAllLines(log.File + ".1").Should().ContainSingle().Which.Should().EndWith("one");
    }

    [Test]
    public void The_journal_gets_a_field_for_each_thing_that_is_known_and_no_text_becomes_a_field_of_its_own()
    {
        using var folder = new TemporaryFolder();
        using var reader = Listen(folder.Combine("socket"));
        using var log = new WrittenLog(
            new() { UseJournal = true, SyslogLogFacility = "LOG_DAEMON", LoggingDefaultFormatString = "%(message)s" }, new() { Journal = folder.Combine("socket") });
        using var known = log.Redactor.Register();
        known.Set([Secret]);

        log.Logger.LogError(new EventId(42, "Told"), new IOException($"one\nPRIORITY=0 {Secret}"), "hello {Text}", Secret);

        var fields = Fields(Receive(reader, Encoding.Latin1));
        fields["MESSAGE"].Should().StartWith("hello ***: System.IO.IOException: one\n");
        fields["PRIORITY"].Should().Be("3");
        fields["SYSLOG_IDENTIFIER"].Should().Be("nova-pollinate");
        fields["SYSLOG_FACILITY"].Should().Be("3");
        fields["LOGGER"].Should().Be("a.logger");
        fields["EVENT_ID"].Should().Be("42");
        fields["EXCEPTION_INFO"].Should().Be("System.IO.IOException: one\nPRIORITY=0 ***");
    }

    [Test]
    public void A_message_that_is_too_long_is_cut_and_arrives()
    {
        using var folder = new TemporaryFolder();
        using var reader = Listen(folder.Combine("socket"));
        using var log = new WrittenLog(new() { UseJournal = true }, new() { Journal = folder.Combine("socket") });

        log.Logger.LogInformation("{Text}", new string('x', 1_000_000));

        Receive(reader).Should().Contain("xxx…");
    }

    [Test]
    public void Standard_error_is_the_journal_when_the_device_and_the_inode_are_those_that_systemd_names()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("stream", "");

        StandardErrorTarget.IsJournal(FileIdentity.Of(file).ToString(), file).Should().BeTrue();
        StandardErrorTarget.IsJournal("1:1", file).Should().BeFalse();
        StandardErrorTarget.IsJournal(null, file).Should().BeFalse();
    }

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Receive(Socket socket, Encoding? encoding = null)
    {
        var bytes = new byte[1_000_000];
        return (encoding ?? Encoding.UTF8).GetString(bytes, 0, socket.Receive(bytes));
    }

    /// <summary>Reads the message as the journal does.</summary>
    private static Dictionary<string, string> Fields(string message)
    {
        var fields = new Dictionary<string, string>();
        for (var at = 0; at < message.Length;)
        {
            var end = message.IndexOf('\n', at);
            var line = message[at..end];
            at = end + 1;
            if (line.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
            {
                fields.Add(line[..equals], line[(equals + 1)..]);
                continue;
            }

            var length = (int)BitConverter.ToUInt64(Encoding.Latin1.GetBytes(message.Substring(at, 8)));
            fields.Add(line, message.Substring(at + 8, length));
            at += 8 + length + 1;
        }

        return fields;
    }
}
