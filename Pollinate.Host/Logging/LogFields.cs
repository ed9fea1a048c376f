using System.Collections.Frozen;

namespace Pollinate.Host.Logging;

/// <summary>The names of the fields: those of Python's logging, oslo.log and oslo.context, and the daemon's own.</summary>
internal static class LogFields
{
    private static readonly FrozenDictionary<string, LogField> ByName = new Dictionary<string, LogField>(StringComparer.Ordinal)
    {
        ["asctime"] = LogField.Time,
        ["msecs"] = LogField.Milliseconds,
        ["isotime"] = LogField.IsoTime,
        ["created"] = LogField.Created,
        ["process"] = LogField.Process,
        ["processName"] = LogField.ProcessName,
        ["project"] = LogField.ProjectId,
        ["thread"] = LogField.Thread,
        ["threadName"] = LogField.Thread,
        ["levelname"] = LogField.Level,
        ["levelno"] = LogField.LevelNumber,
        ["name"] = LogField.Logger,
        ["message"] = LogField.Message,
        ["request_id"] = LogField.RequestId,
        ["global_request_id"] = LogField.GlobalRequestId,
        ["user_identity"] = LogField.UserIdentity,
        ["user"] = LogField.UserId,
        ["user_id"] = LogField.UserId,
        ["user_name"] = LogField.UserName,
        ["tenant"] = LogField.ProjectId,
        ["project_id"] = LogField.ProjectId,
        ["project_name"] = LogField.ProjectName,
        ["domain"] = LogField.DomainId,
        ["domain_id"] = LogField.DomainId,
        ["domain_name"] = LogField.DomainName,
        ["system_scope"] = LogField.SystemScope,
        ["user_domain"] = LogField.UserDomainId,
        ["user_domain_id"] = LogField.UserDomainId,
        ["user_domain_name"] = LogField.UserDomainName,
        ["project_domain"] = LogField.ProjectDomainId,
        ["project_domain_id"] = LogField.ProjectDomainId,
        ["project_domain_name"] = LogField.ProjectDomainName,
        ["instance"] = LogField.Instance,
        ["instance_uuid"] = LogField.InstanceId,
        ["resource_uuid"] = LogField.InstanceId,
        ["uuid"] = LogField.InstanceId,
        ["error_summary"] = LogField.ErrorSummary,
        ["event_id"] = LogField.EventId,
        ["event_name"] = LogField.EventName,
        ["funcName"] = LogField.EventName,
        ["hostname"] = LogField.HostName,
        ["pathname"] = LogField.SourcePlace,
        ["filename"] = LogField.SourcePlace,
        ["module"] = LogField.SourcePlace,
        ["lineno"] = LogField.SourcePlace,
        ["resource"] = LogField.Empty,
        ["color"] = LogField.Empty,
        ["reset_color"] = LogField.Empty,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every name, for an error.</summary>
    public static string Names => string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal));

    public static LogField? Find(string name) => ByName.TryGetValue(name, out var field) ? field : null;

    /// <summary>In an identity or an instance's form, which can't hold themselves.</summary>
    public static LogField? FindSimple(string name) =>
        Find(name) is { } field and not (LogField.UserIdentity or LogField.Instance or LogField.Message or LogField.ErrorSummary) ? field : null;

    public static bool IsNumber(LogField field) =>
        field is LogField.Milliseconds or LogField.Process or LogField.Thread or LogField.LevelNumber or LogField.EventId or LogField.SourcePlace;
}
