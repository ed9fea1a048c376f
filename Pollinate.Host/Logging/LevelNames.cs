using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Pollinate.Host.Logging;

/// <summary>What the levels are called by those who write and read the log.</summary>
internal static class LevelNames
{
    public static NLog.LogLevel ToNLog(LogLevel level) => level switch
    {
        LogLevel.Trace => NLog.LogLevel.Trace,
        LogLevel.Debug => NLog.LogLevel.Debug,
        LogLevel.Information => NLog.LogLevel.Info,
        LogLevel.Warning => NLog.LogLevel.Warn,
        LogLevel.Error => NLog.LogLevel.Error,
        LogLevel.Critical => NLog.LogLevel.Fatal,
        _ => NLog.LogLevel.Off,
    };

    /// <summary>oslo.log's name.</summary>
    public static string Python(NLog.LogLevel level) => level.Ordinal switch
    {
        0 => "TRACE",
        1 => "DEBUG",
        2 => "INFO",
        3 => "WARNING",
        4 => "ERROR",
        _ => "CRITICAL",
    };

    /// <summary>oslo.log's number.</summary>
    public static int PythonNumber(NLog.LogLevel level) => level.Ordinal == 0 ? 5 : level.Ordinal * 10;

    /// <summary>The priority of syslog and the journal, as oslo.log maps it.</summary>
    public static int Priority(NLog.LogLevel level) => level.Ordinal switch
    {
        <= 1 => 7,
        2 => 6,
        3 => 4,
        4 => 3,
        _ => 2,
    };
}
