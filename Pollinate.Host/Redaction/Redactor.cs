using System.Text.Json;
using Pollinate.Host.RequestIds;

namespace Pollinate.Host.Redaction;

/// <summary>
/// Takes secrets out of text that leaves the process for any reader but the one who asked: log lines, errors, what commands
/// print. It is the second line: the daemon's own code writes no secret; what providers throw and log may hold any. Costs
/// nothing until something is written. Safe for any thread.
/// </summary>
internal sealed class Redactor
{
    /// <summary>
    /// How many parts that have gone are remembered: those of the last few generations, whose stragglers may still write.
    /// </summary>
    private const int MostRetired = 32;

    private readonly Lock _gate = new();
    private readonly List<KnownSecrets> _active = [];
    private readonly Queue<KnownSecrets> _retired = new();
    private volatile Lazy<SecretPatterns> _patterns = new(() => new([]));

    /// <summary>Begins a part of the daemon that will know secrets.</summary>
    public KnownSecrets Register()
    {
        var known = new KnownSecrets(this);
        lock (_gate)
            _active.Add(known);
        return known;
    }

    /// <summary>The text without the secrets of the daemon, nor those of the request that the calling code works for.</summary>
    public string Redact(string text)
    {
        var redacted = _patterns.Value.Redact(text);
        return RequestIdPair.Current is { Body.ValueKind: JsonValueKind.Object } request
            ? RequestSecrets.Redact(request.Body, redacted)
            : redacted;
    }

    /// <summary>Somebody knows other secrets. What is written from now on is without them.</summary>
    internal void Changed()
    {
        lock (_gate)
            Renew();
    }

    internal void Retire(KnownSecrets known)
    {
        lock (_gate)
        {
            if (!_active.Remove(known))
                return;
            _retired.Enqueue(known);
            if (_retired.Count <= MostRetired)
                return;
            _retired.Dequeue();
            Renew();
        }
    }

    private void Renew()
    {
        KnownSecrets[] parts = [.. _active, .. _retired];
        var patterns = new Lazy<SecretPatterns>(() => new(parts.SelectMany(part => part.Values)));
        _patterns = patterns;
        // Most often it is done by the time that a line is written, and no request waits for it.
        ThreadPool.UnsafeQueueUserWorkItem(static patterns => _ = patterns.Value, patterns, preferLocal: false);
    }
}
