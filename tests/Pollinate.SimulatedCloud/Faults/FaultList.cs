using System.Collections.Immutable;

namespace Pollinate.SimulatedCloud.Faults;

/// <summary>The faults in force. Safe for any thread; costs next to nothing while there are none.</summary>
public sealed class FaultList
{
    private ImmutableArray<Armed> _armed = [];

    /// <summary>Those in force, the oldest first: the first that fits a call befalls it.</summary>
    public IReadOnlyList<Fault> All => [.. _armed.Select(armed => armed.Fault)];

    public void Add(Fault fault) => ImmutableInterlocked.Update(ref _armed, armed => armed.Add(new(fault)));

    /// <summary>Takes all away.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _armed, _ => []);

    /// <summary>The fault that befalls a call, or null.</summary>
    internal Fault? Take(HttpRequest request)
    {
        foreach (var armed in _armed)
        {
            if (armed.Fault.Befalls(request) && armed.TryUse())
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
