using System.Globalization;
using System.Text;
using NLog.Targets;

namespace Pollinate.Host.Logging;

/// <summary>Logs to syslog on this machine in the form of RFC 5424 (https://www.rfc-editor.org/rfc/rfc5424#section-6).</summary>
[Target("pollinate-syslog")]
internal sealed class SyslogTarget(string path, int facility, ILineForm form) : SystemTarget("use_syslog", path, isStreamToo: true, form)
{
    private const string None = "-";
    private const int MostOfHost = 255;

    private static readonly string Host = Printable(Environment.MachineName);

    protected override byte[] Message(LogRecord line, string text)
    {
        var time = line.TimeStamp.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
        var id = line.EventId.Id == 0 ? None : line.EventId.Id.ToString(CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"<{(facility * 8) + LevelNames.Priority(line.Level)}>1 {time} {Host} {LogProvider.Identifier} {Environment.ProcessId} {id} - {text}"));
    }

    private static string Printable(string name)
    {
        var printable = string.Concat(name.Where(character => character is > ' ' and <= '~').Take(MostOfHost));
        return printable.Length == 0 ? None : printable;
    }
}
