using System.Xml;
using NLog;
using NLog.Config;

namespace Pollinate.Host.Logging;

/// <summary>The operator's own file of NLog, <c>[DEFAULT] log_config_append</c>.</summary>
internal static class NativeLogFile
{
    /// <exception cref="NLogConfigurationException">It can't be used.</exception>
    public static LoggingConfiguration Read(string path, LogFactory factory)
    {
        var throws = factory.ThrowConfigExceptions;
        factory.ThrowConfigExceptions = true;
        try
        {
            return new XmlLoggingConfiguration(path, factory);
        }
        finally
        {
            factory.ThrowConfigExceptions = throws;
        }
    }

    /// <summary>Why it can't be used and what to do about it; null when it can.</summary>
    public static string? Problem(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        try
        {
            using var factory = new LogFactory { AutoShutdown = false };
            var configuration = Read(path, factory);
            if (configuration.LoggingRules.Count == 0)
                return $"[DEFAULT] log_config_append: {path} has no rules, so that nothing would be logged; add <rules><logger name=\"*\" minlevel=\"Info\" writeTo=\"…\"/></rules>.";
            factory.Configuration = configuration;
            factory.Shutdown();
            return null;
        }
        catch (Exception exception) when (exception is NLogConfigurationException or NLogRuntimeException or XmlException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            var reason = exception.InnerException is { } inner ? $"{exception.Message.TrimEnd('.')}: {inner.Message}" : exception.Message;
            return $"[DEFAULT] log_config_append: {path} can't be used ({reason.TrimEnd('.')}); correct it, or unset the option for the others of logging to count.";
        }
    }
}
