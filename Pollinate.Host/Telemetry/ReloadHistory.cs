using System.Collections.Immutable;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Telemetry;

/// <summary>The last reloads, the newest first. Written by one at a time, read by any thread.</summary>
internal sealed class ReloadHistory(Redactor redactor, TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Longest = 20;

    private const int LongestText = 400;

    private ImmutableList<ReloadEntry> _entries = [];
    private long _successes;
    private long _failures;
    private long _lastSuccess = time.GetUtcNow().ToUnixTimeMilliseconds();

    public IReadOnlyList<ReloadEntry> Entries => Volatile.Read(ref _entries);

    public long Successes => Interlocked.Read(ref _successes);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>When what is in force was read, in seconds since 1970.</summary>
    public double LastSuccess => Interlocked.Read(ref _lastSuccess) / 1000.0;

    /// <summary>Whether the last one put its generation in force.</summary>
    public bool IsGood => Entries is not [{ IsSuccess: false }, ..];

    public void Succeeded(string cause, string changes)
    {
        Interlocked.Increment(ref _successes);
        Interlocked.Exchange(ref _lastSuccess, time.GetUtcNow().ToUnixTimeMilliseconds());
        Add(new(time.GetUtcNow(), cause, IsSuccess: true, Brief(changes)));
    }

    public void Failed(string cause, IReadOnlyList<string> errors)
    {
        Interlocked.Increment(ref _failures);
        Add(new(time.GetUtcNow(), cause, IsSuccess: false, Brief(string.Join(" ", errors))));
    }

    private void Add(ReloadEntry entry)
    {
        var entries = _entries.Insert(0, entry);
        Volatile.Write(ref _entries, entries.Count > Longest ? entries.RemoveAt(Longest) : entries);
    }

    private string Brief(string text)
    {
        var line = redactor.Redact(text).ReplaceLineEndings(" ");
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
