using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Pollinate.Host.Logging;

/// <summary>
/// What is to be logged, on its way to the thread that writes it: nobody who logs waits for a disk or a reader. What does not fit
/// any longer is left out and counted. Safe for any thread.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    /// <summary>How many events wait at most: seconds of a busy log, and some megabytes.</summary>
    public const int Capacity = 8192;

    /// <summary>How long INFO and below are gathered, so that the thread is not woken for each.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private static readonly ConditionalWeakTable<LogQueue, object> Living = [];

    private readonly ConcurrentQueue<object> _waiting = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private LogOutput _output;
    private int _count;
    private long _leftOut;
    private int _isParked;
    private volatile bool _isEnding;

    static LogQueue() => AppDomain.CurrentDomain.ProcessExit += (_, _) => FlushAll(TimeSpan.FromSeconds(1));

    /// <param name="output">Where events go; disposed with the queue.</param>
    public LogQueue(LogOutput output)
    {
        _output = output;
        Living.Add(this, this);
        _thread = new(Run) { IsBackground = true, Name = "log" };
        using (ExecutionContext.SuppressFlow())
            _thread.Start();
    }

    /// <summary>How many events have been left out and not yet told of.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    /// <summary>Waits until all that was logged by now is written, for every queue of the process.</summary>
    public static void FlushAll(TimeSpan patience)
    {
        foreach (var (queue, _) in Living)
            queue.Flush(patience);
    }

    /// <summary>Takes an event.</summary>
    public void Add(LogRecord line)
    {
        if (Interlocked.Increment(ref _count) > Capacity)
        {
            Interlocked.Decrement(ref _count);
            Interlocked.Increment(ref _leftOut);
            return;
        }

        _waiting.Enqueue(line);
        // A warning may be the last that this process writes.
        if (line.Level.Ordinal >= NLog.LogLevel.Warn.Ordinal || (Volatile.Read(ref _isParked) == 1 && Interlocked.Exchange(ref _isParked, 0) == 1))
            _wake.Set();
    }

    /// <summary>From here on events go elsewhere. What was taken before goes where it went.</summary>
    public void Use(LogOutput output)
    {
        _waiting.Enqueue(output);
        _wake.Set();
    }

    /// <summary>Waits until all that was logged by now is written.</summary>
    public void Flush(TimeSpan patience)
    {
        if (_isEnding)
            return;
        // Not disposed: whoever has lost patience is told all the same.
        var written = new ManualResetEventSlim();
        _waiting.Enqueue(written);
        _wake.Set();
        written.Wait(patience);
    }

    public void Dispose()
    {
        if (_isEnding)
            return;
        Living.Remove(this);
        Flush(StopTime);
        _isEnding = true;
        _wake.Set();
        if (_thread.Join(StopTime))
            _wake.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            Drain();
            if (_isEnding && _waiting.IsEmpty)
                break;
            Volatile.Write(ref _isParked, 1);
            Interlocked.MemoryBarrier();
            if (_waiting.IsEmpty)
            {
                _wake.WaitOne();
                // For whoever is next: a warning, or whoever waits, cuts it short.
                if (!_isEnding && !HasUrgent())
                    _wake.WaitOne(Gathering);
            }

            Volatile.Write(ref _isParked, 0);
        }

        _output.Dispose();
    }

    private bool HasUrgent() => _waiting.TryPeek(out var first) && first is not LogRecord { Level.Ordinal: < 3 };

    private void Drain()
    {
        while (_waiting.TryDequeue(out var next))
            Take(next);
        if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var leftOut)
            Write(new(NLog.LogLevel.Warn, typeof(LogQueue).FullName!, $"{leftOut} lines were left out of the log, since it could not be written as fast as they came.") { EventId = new(1001, "LeftOut") });
        EndBatch();
    }

    private void Take(object next)
    {
        switch (next)
        {
            case LogRecord line:
                Interlocked.Decrement(ref _count);
                Write(line);
                break;
            case LogOutput output:
                var old = _output;
                _output = output;
                old.Dispose();
                break;
            case ManualResetEventSlim written:
                EndBatch();
                written.Set();
                break;
        }
    }

    private void Write(LogRecord line)
    {
        try
        {
            _output.Write(line);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The operator's own targets may throw anything, and the log goes on.
            StandardError.WriteLine($"nova-pollinate: warning: a line could not be logged ({exception.Message.TrimEnd('.')}): {line.Message}");
        }
    }

    private void EndBatch()
    {
        try
        {
            _output.EndBatch();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            StandardError.WriteLine($"nova-pollinate: warning: lines could not be logged ({exception.Message.TrimEnd('.')}).");
        }
    }
}
