using System.Globalization;
using System.Text;

namespace Pollinate.Host.Logging;

/// <summary>oslo.log's form of a line, <c>ContextFormatter</c>. For one thread at a time.</summary>
internal sealed class OsloLineForm(LogSettings settings) : ILineForm
{
    private const string None = "-";

    private static readonly string Process = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    private readonly StringBuilder _text = new(512);
    private readonly StringBuilder _part = new(128);

    public string Of(LogRecord line)
    {
        var text = _text.Clear();
        var format = line.RequestId is null ? settings.Usual : settings.Context;
        format.Write(text, (Form: this, Line: line), static (state, field) => state.Form.Value(state.Line, field));
        if (line.Summary is { } summary && line.Level.Ordinal >= NLog.LogLevel.Warn.Ordinal && !format.Has(LogField.ErrorSummary))
            text.Append(": ").Append(EscapedText.Of(summary));
        if (line.Level == NLog.LogLevel.Debug && settings.Options.LoggingDebugFormatSuffix.Length > 0)
        {
            text.Append(' ');
            settings.DebugSuffix.Write(text, (Form: this, Line: line), static (state, field) => state.Form.Value(state.Line, field));
        }

        if (line.Trace is { } trace)
        {
            foreach (var further in trace.ReplaceLineEndings("\n").Split('\n'))
            {
                text.Append('\n');
                settings.ExceptionPrefix.Write(text, (Form: this, Line: line), static (state, field) => state.Form.Value(state.Line, field));
                text.Append(EscapedText.Of(further));
            }
        }

        return text.ToString();
    }

    /// <summary>What <c>%(user_identity)s</c> stands for.</summary>
    public string Identity(LogRecord line) =>
        Part(settings.Identity, line, static (state, field) => state.Form.Value(state.Line, field) is { Length: > 0 } value ? value : None);

    private string Value(LogRecord line, LogField field) => field switch
    {
        LogField.Time => settings.Time.Of(line.TimeStamp),
        LogField.Milliseconds => line.TimeStamp.Millisecond.ToString("000", CultureInfo.InvariantCulture),
        LogField.IsoTime => line.TimeStamp.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
        LogField.Created => Created(line).ToString("0.000000", CultureInfo.InvariantCulture),
        LogField.Process => Process,
        LogField.ProcessName => LogProvider.Identifier,
        LogField.Thread or LogField.SourcePlace => None,
        LogField.Level => LevelNames.Python(line.Level),
        LogField.LevelNumber => LevelNames.PythonNumber(line.Level).ToString(CultureInfo.InvariantCulture),
        LogField.Logger => line.LoggerName ?? "",
        LogField.Message => EscapedText.Of(line.Message ?? ""),
        LogField.RequestId => line.RequestId ?? "",
        LogField.GlobalRequestId => line.GlobalRequestId ?? None,
        LogField.UserIdentity => line.RequestId is null ? "" : Identity(line),
        LogField.UserId => Escaped(line.Caller?.UserId),
        LogField.UserName => Escaped(line.Caller?.UserName),
        LogField.ProjectId => Escaped(line.Caller?.ProjectId),
        LogField.ProjectName => Escaped(line.Caller?.ProjectName),
        LogField.DomainId => Escaped(line.Caller?.DomainId),
        LogField.DomainName => Escaped(line.Caller?.DomainName),
        LogField.SystemScope => line.Caller?.IsSystemScoped == true ? "all" : "",
        LogField.UserDomainId => Escaped(line.Caller?.UserDomainId),
        LogField.UserDomainName => Escaped(line.Caller?.UserDomainName),
        LogField.ProjectDomainId => Escaped(line.Caller?.ProjectDomainId),
        LogField.ProjectDomainName => Escaped(line.Caller?.ProjectDomainName),
        LogField.InstanceId => Escaped(line.InstanceId),
        LogField.Instance => line.InstanceId is null ? "" : Part(settings.Instance, line, static (state, field) => state.Form.Value(state.Line, field)),
        LogField.ErrorSummary => line.Summary is { } summary ? EscapedText.Of(summary) : None,
        LogField.EventId => line.EventId.Id.ToString(CultureInfo.InvariantCulture),
        LogField.EventName => line.EventId.Name is { } name ? EscapedText.Of(name) : None,
        LogField.HostName => Environment.MachineName,
        _ => "",
    };

    /// <summary>Seconds since 1970, as Python counts them.</summary>
    public static double Created(LogRecord line) =>
        (line.TimeStamp.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;

    private string Part(PercentFormat format, LogRecord line, Func<(OsloLineForm Form, LogRecord Line), LogField, string> value)
    {
        _part.Clear();
        format.Write(_part, (this, line), value);
        return _part.ToString();
    }

    private static string Escaped(string? text) => text is null ? "" : EscapedText.Of(text);
}
