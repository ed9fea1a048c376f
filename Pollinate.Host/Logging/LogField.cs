namespace Pollinate.Host.Logging;

/// <summary>What a format of oslo.log's can name.</summary>
internal enum LogField
{
    Time,
    Milliseconds,
    IsoTime,
    Created,
    Process,
    ProcessName,
    Thread,
    Level,
    LevelNumber,
    Logger,
    Message,
    RequestId,
    GlobalRequestId,
    UserIdentity,
    UserId,
    UserName,
    ProjectId,
    ProjectName,
    DomainId,
    DomainName,
    SystemScope,
    UserDomainId,
    UserDomainName,
    ProjectDomainId,
    ProjectDomainName,
    Instance,
    InstanceId,
    ErrorSummary,
    EventId,
    EventName,
    HostName,

    /// <summary>Where in Python's source a line comes from, which oslo.log's own format of debug lines names.</summary>
    SourcePlace,

    /// <summary>What Python knows and nothing here is, such as colors.</summary>
    Empty,
}
