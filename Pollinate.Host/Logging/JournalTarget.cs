using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NLog.Targets;

namespace Pollinate.Host.Logging;

/// <summary>Logs to systemd's journal by its own protocol (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/), with oslo.log's fields.</summary>
[Target("pollinate-journal")]
internal sealed class JournalTarget(string path, int facility, ILineForm form) : SystemTarget("use_journal", path, isStreamToo: false, form)
{
    private readonly MemoryStream _message = new();

    protected override byte[] Message(LogRecord line, string text)
    {
        _message.SetLength(0);
        Add("MESSAGE", text);
        Add("PRIORITY", LevelNames.Priority(line.Level).ToString(CultureInfo.InvariantCulture));
        Add("SYSLOG_IDENTIFIER", LogProvider.Identifier);
        Add("SYSLOG_FACILITY", facility.ToString(CultureInfo.InvariantCulture));
        Add("SYSLOG_PID", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Add("LOGGER", line.LoggerName);
        Add("LOGGER_NAME", line.LoggerName);
        Add("LOGGER_LEVEL", LevelNames.Python(line.Level));
        Add("EVENT_ID", line.EventId.Id.ToString(CultureInfo.InvariantCulture));
        Add("EVENT_NAME", line.EventId.Name);
        Add("REQUEST_ID", line.RequestId);
        Add("GLOBAL_REQUEST_ID", line.GlobalRequestId);
        Add("INSTANCE_ID", line.InstanceId);
        Add("USER_ID", line.Caller?.UserId);
        Add("USER_NAME", line.Caller?.UserName);
        Add("PROJECT_ID", line.Caller?.ProjectId);
        Add("PROJECT_NAME", line.Caller?.ProjectName);
        Add("EXCEPTION_INFO", line.Trace);
        return _message.ToArray();
    }

    private void Add(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        var bytes = Encoding.UTF8.GetBytes(value.Length <= MostCharacters + 1 ? value : value[..MostCharacters]);
        _message.Write(Encoding.UTF8.GetBytes(name));
        if (bytes.AsSpan().Contains((byte)'\n'))
        {
            // No text can be taken for a field of its own.
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
            _message.WriteByte((byte)'\n');
            _message.Write(length);
        }
        else
        {
            _message.WriteByte((byte)'=');
        }

        _message.Write(bytes);
        _message.WriteByte((byte)'\n');
    }
}
