namespace Pollinate.Host.Redaction;

/// <summary>
/// What one part of the daemon knows to be secret: it says so when it gets to know, and its <see cref="Redactor"/> keeps that out
/// of what is written. Safe for any thread.
/// </summary>
internal sealed class KnownSecrets(Redactor redactor) : IDisposable
{
    private readonly Lock _gate = new();
    private IReadOnlyCollection<string> _current = [];
    private IReadOnlyCollection<string> _former = [];

    /// <summary>The secrets now, and those that they replaced: a failure may be told after its token was renewed.</summary>
    public IEnumerable<string> Values => _current.Concat(_former);

    /// <summary>Replaces what was said before.</summary>
    public void Set(IReadOnlyCollection<string> secrets)
    {
        lock (_gate)
        {
            if (IsCurrent(secrets))
                return;
            (_current, _former) = (secrets, _current);
        }

        redactor.Changed();
    }

    // Most often they come in the same order.
    private bool IsCurrent(IReadOnlyCollection<string> secrets) =>
        _current.Count == secrets.Count && (_current.SequenceEqual(secrets, StringComparer.Ordinal) || _current.ToHashSet(StringComparer.Ordinal).SetEquals(secrets));

    /// <summary>Says that nothing new will come. What is known stays so for a while.</summary>
    public void Dispose() => redactor.Retire(this);
}
