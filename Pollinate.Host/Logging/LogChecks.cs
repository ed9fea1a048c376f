using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Logging;

/// <summary>What stands against logging as the options say.</summary>
internal static class LogChecks
{
    public static IEnumerable<string> Problems(LogOptions options)
    {
        if (!string.IsNullOrEmpty(options.LogConfigAppend))
        {
            // The other options have no effect, as with oslo.log.
            if (NativeLogFile.Problem(options.LogConfigAppend) is { } problem)
                yield return problem;
            yield break;
        }

        foreach (var problem in LogSettings.Read(options).Problems)
            yield return problem;
    }
}
