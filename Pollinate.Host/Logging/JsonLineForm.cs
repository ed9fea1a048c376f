using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pollinate.Host.Logging;

/// <summary>
/// One object of JSON a line, with the members of oslo.log's <c>JSONFormatter</c> that there is something to say of. For one
/// thread at a time.
/// </summary>
internal sealed class JsonLineForm(LogSettings settings) : ILineForm
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly OsloLineForm _oslo = new(settings);

    public string Of(LogRecord line)
    {
        _bytes.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_bytes, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("message", line.Message);
            json.WriteString("asctime", settings.Time.Of(line.TimeStamp));
            json.WriteString("name", line.LoggerName);
            json.WriteString("msg", line.Message);
            WriteArguments(json, line);
            json.WriteString("levelname", LevelNames.Python(line.Level));
            json.WriteNumber("levelno", LevelNames.PythonNumber(line.Level));
            json.WriteString("funcname", line.EventId.Name);
            json.WriteNumber("created", OsloLineForm.Created(line));
            json.WriteNumber("msecs", line.TimeStamp.Millisecond);
            json.WriteString("process_name", LogProvider.Identifier);
            json.WriteNumber("process", Environment.ProcessId);
            WriteTrace(json, line);
            json.WriteString("hostname", Environment.MachineName);
            json.WriteString("error_summary", line.Level.Ordinal >= NLog.LogLevel.Warn.Ordinal ? line.Summary ?? "" : "");
            WriteContext(json, line);
            json.WriteStartObject("extra");
            json.WriteNumber("event_id", line.EventId.Id);
            if (line.InstanceId is not null)
                json.WriteString("instance_uuid", line.InstanceId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(_bytes.WrittenSpan);
    }

    private static void WriteArguments(Utf8JsonWriter json, LogRecord line)
    {
        json.WriteStartObject("args");
        foreach (var (name, value) in line.Arguments)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter json, LogRecord line)
    {
        if (line.Trace is null)
        {
            json.WriteNull("traceback");
            return;
        }

        json.WriteStartArray("traceback");
        foreach (var further in line.Trace.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            json.WriteStringValue(further);
        json.WriteEndArray();
    }

    private void WriteContext(Utf8JsonWriter json, LogRecord line)
    {
        json.WriteStartObject("context");
        if (line.RequestId is not null)
        {
            json.WriteString("request_id", line.RequestId);
            json.WriteString("global_request_id", line.GlobalRequestId);
            json.WriteString("user", line.Caller?.UserId);
            json.WriteString("user_name", line.Caller?.UserName);
            json.WriteString("project_id", line.Caller?.ProjectId);
            json.WriteString("project_name", line.Caller?.ProjectName);
            json.WriteString("domain", line.Caller?.DomainId);
            json.WriteString("user_domain", line.Caller?.UserDomainId);
            json.WriteString("project_domain", line.Caller?.ProjectDomainId);
            json.WriteString("system_scope", line.Caller?.IsSystemScoped == true ? "all" : null);
            json.WriteString("user_identity", _oslo.Identity(line));
        }

        json.WriteEndObject();
    }
}
