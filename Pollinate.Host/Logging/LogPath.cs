using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Logging;

/// <summary>The file that the options name.</summary>
internal static class LogPath
{
    /// <summary>Its path, absolute; null when there is none.</summary>
    public static string? Of(LogOptions options) => (options.LogFile, options.LogDir) switch
    {
        _ when !string.IsNullOrEmpty(options.LogConfigAppend) => null,
        ("" or null, "" or null) => null,
        (var file, "" or null) => Path.GetFullPath(file!),
        (var file, var folder) => Path.GetFullPath(Path.Combine(folder, string.IsNullOrEmpty(file) ? LogOptions.UsualFile : file)),
    };
}
