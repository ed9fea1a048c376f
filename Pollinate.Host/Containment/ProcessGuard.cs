namespace Pollinate.Host.Containment;

/// <summary>
/// Puts back what a plugin has changed of the process, and says so: working directory, default cultures, the console's
/// writers and reader, the thread pool's limits. Safe for any thread.
/// </summary>
internal sealed partial class ProcessGuard(ILogger<ProcessGuard> logger)
{
    private readonly ProcessState _state = ProcessState.Capture();

    /// <summary>
    /// To be called whenever code of a plugin has run. When nothing has changed it costs a fraction of a microsecond and
    /// allocates nothing.
    /// </summary>
    /// <param name="suspect">The provider that has just run; null when nobody knows who has.</param>
    public void Restore(string? suspect)
    {
        if (_state.Restore() is not { } changes)
            return;
        var text = string.Join("; ", changes);
        if (suspect is null)
            Log.ChangedByUnknown(logger, text);
        else
            Log.Changed(logger, suspect, text);
    }

    private static partial class Log
    {
        [LoggerMessage(5311, LogLevel.Warning, "A plugin changed the process, most likely that of the provider {Suspect}, which ran last; all is put back: {Changes}.")]
        public static partial void Changed(ILogger logger, string suspect, string changes);

        [LoggerMessage(5312, LogLevel.Warning, "A plugin changed the process outside of a call, so that its name is not known; all is put back: {Changes}.")]
        public static partial void ChangedByUnknown(ILogger logger, string changes);
    }
}
