using System.Collections.Concurrent;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Telemetry;

/// <summary>What is known of every provider that the daemon has had since it was started, by name. Safe for any thread.</summary>
internal sealed class ProviderRecords(Redactor redactor, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ProviderStatistics> _records = new(StringComparer.Ordinal);

    public IEnumerable<ProviderStatistics> All => _records.Values;

    /// <summary>What is known of a provider; it begins with nothing.</summary>
    public ProviderStatistics Of(string provider) =>
        _records.GetOrAdd(provider, static (name, state) => new(name, state.redactor, state.time, Instruments.ProviderDuration), (redactor, time));
}
