using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pollinate.Host.Generations;

/// <summary>
/// SIGHUP. From the first listener on it never ends the process, also while that starts, stops, or has nobody listening any
/// longer: by itself it would. Safe for any thread.
/// </summary>
internal static partial class HangUp
{
    private const int Number = 1;

    private static ImmutableList<Action> _listeners = [];

    private static readonly Lazy<PosixSignalRegistration> Registration = new(() =>
    {
        // Whoever starts the daemon with nohup has it ignore the signal, and the runtime leaves it at that.
        SetHandler(Number, 0);
        return PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            foreach (var listener in _listeners)
                listener();
        });
    });

    /// <param name="listener">Called for each signal, on a thread of its own; must not throw.</param>
    /// <returns>Dispose it to listen no longer.</returns>
    public static IDisposable Listen(Action listener)
    {
        ImmutableInterlocked.Update(ref _listeners, (listeners, added) => listeners.Add(added), listener);
        _ = Registration.Value;
        return new Listening(listener);
    }

    // https://man7.org/linux/man-pages/man2/signal.2.html: 0 is SIG_DFL.
    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SetHandler(int signal, nint handler);

    private sealed class Listening(Action listener) : IDisposable
    {
        public void Dispose() =>
            ImmutableInterlocked.Update(ref _listeners, (listeners, removed) => listeners.Remove(removed), listener);
    }
}
