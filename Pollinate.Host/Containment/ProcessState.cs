using System.Globalization;

namespace Pollinate.Host.Containment;

/// <summary>
/// How the process is to be. There is one for all daemons of a process. Nothing is kept of what others have put there.
/// Safe for any thread; only a change takes a lock.
/// </summary>
internal sealed class ProcessState
{
    private static readonly byte[] Root = "/"u8.ToArray();
    private static readonly Lazy<ProcessState> Captured = new(() => new(ProcessSnapshot.Take()));

    private readonly Lock _gate = new();
    private volatile ProcessSnapshot _expected;

    private ProcessState(ProcessSnapshot expected) => _expected = expected;

    /// <summary>The process as it was at the first call, which must come before any plugin is loaded.</summary>
    public static ProcessState Capture() => Captured.Value;

    /// <summary>Puts back what has changed.</summary>
    /// <returns>What had changed, each as part of a sentence; null when nothing had.</returns>
    public IReadOnlyList<string>? Restore()
    {
        if (_expected.IsTrue())
            return null;
        lock (_gate)
        {
            // Another thread may have put it back by now, or the host changed it itself.
            var changes = new List<string>();
            RestoreDirectory(changes);
            RestoreCultures(changes);
            RestoreConsole(changes);
            RestoreThreads(changes);
            return changes.Count == 0 ? null : changes;
        }
    }

    /// <summary>Sets the thread pool's minimum of workers for the host's own purposes.</summary>
    public void ExpectMinThreads(int worker)
    {
        lock (_gate)
        {
            var threads = _expected.Threads;
            threads = threads with { Least = Math.Min(worker, threads.Most) };
            _expected = _expected with { Threads = threads };
            threads.Apply();
        }
    }

    private void RestoreDirectory(List<string> changes)
    {
        var (expected, found) = (_expected.Directory, WorkingDirectory.Read());
        if (found.AsSpan().SequenceEqual(expected))
            return;
        if (!WorkingDirectory.TrySet(expected) && WorkingDirectory.TrySet(Root))
            _expected = _expected with { Directory = WorkingDirectory.Read() };
        changes.Add(
            $"the working directory was {WorkingDirectory.Text(found)} and is {WorkingDirectory.Text(_expected.Directory)} again");
    }

    private void RestoreCultures(List<string> changes)
    {
        // Their names are not asked for: a culture can be a class of the plugin's own.
        if (!ReferenceEquals(CultureInfo.DefaultThreadCurrentCulture, _expected.Culture))
        {
            CultureInfo.DefaultThreadCurrentCulture = _expected.Culture;
            changes.Add("the default culture of threads was another");
        }

        if (!ReferenceEquals(CultureInfo.DefaultThreadCurrentUICulture, _expected.UICulture))
        {
            CultureInfo.DefaultThreadCurrentUICulture = _expected.UICulture;
            changes.Add("the default UI culture of threads was another");
        }
    }

    private void RestoreConsole(List<string> changes)
    {
        // The console may wrap what it is given; what it has then is what to expect.
        if (!ReferenceEquals(Console.Out, _expected.Out))
        {
            Console.SetOut(_expected.Out);
            _expected = _expected with { Out = Console.Out };
            changes.Add("standard output led elsewhere");
        }

        if (!ReferenceEquals(Console.Error, _expected.Error))
        {
            Console.SetError(_expected.Error);
            _expected = _expected with { Error = Console.Error };
            changes.Add("standard error led elsewhere");
        }

        if (_expected.In is { } input && !ReferenceEquals(Console.In, input))
        {
            Console.SetIn(input);
            _expected = _expected with { In = Console.In };
            changes.Add("standard input came from elsewhere");
        }
    }

    private void RestoreThreads(List<string> changes)
    {
        var (expected, found) = (_expected.Threads, ThreadLimits.Read());
        if (found == expected)
            return;
        expected.Apply();
        changes.Add(
            $"the thread pool's limits were {found.Least} to {found.Most} and are {expected.Least} to {expected.Most} again");
    }
}
