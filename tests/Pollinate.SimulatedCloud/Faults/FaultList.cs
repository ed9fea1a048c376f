using System.Collections.Immutable;

namespace Pollinate.SimulatedCloud.Faults;

/// <summary>The faults in force. Safe for any thread; costs next to nothing while there are none.</summary>
public sealed class FaultList
{
    private ImmutableArray<Armed> _armed = [];
    private int _befallen;

    /// <summary>Those in force, the oldest first: the first that fits a call befalls it.</summary>
    public IReadOnlyList<Fault> All => [.. _armed.Select(armed => armed.Fault)];

    /// <summary>How many calls were befallen since the faults were last taken away.</summary>
    public int Befallen => Volatile.Read(ref _befallen);

    public void Add(Fault fault) => ImmutableInterlocked.Update(ref _armed, armed => armed.Add(new(fault)));

    /// <summary>Takes all away.</summary>
    public void Clear()
    {
        ImmutableInterlocked.Update(ref _armed, _ => []);
        Volatile.Write(ref _befallen, 0);
    }

    /// <summary>The fault that befalls a call, or null.</summary>
    internal Fault? Take(HttpRequest request)
    {
        foreach (var armed in _armed)
        {
            if (!armed.Fault.Befalls(request) || !armed.TryUse())
                continue;
            Interlocked.Increment(ref _befallen);
            return armed.Fault;
        }

        return null;
    }

    private sealed class Armed(Fault fault)
    {
        private int _left = fault.Times ?? int.MaxValue;

        public Fault Fault { get; } = fault;

        public bool TryUse() => Fault.Times is null || Interlocked.Decrement(ref _left) >= 0;
    }
}
