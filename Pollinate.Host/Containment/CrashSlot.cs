namespace Pollinate.Host.Containment;

/// <summary>
/// Counts the calls of one provider that are in progress, where the next process finds the count if this one dies. Costs a few
/// nanoseconds. Safe for any thread, and at any time.
/// </summary>
internal sealed unsafe class CrashSlot
{
    private readonly MappedMemory _memory;
    private readonly int* _calls;

    /// <param name="memory">The mapped file.</param>
    /// <param name="offset">Where the counter lies in it.</param>
    public CrashSlot(MappedMemory memory, int offset)
    {
        _memory = memory;
        _calls = (int*)(memory.Start + offset);
    }

    /// <summary>How many calls are in progress.</summary>
    public int Calls
    {
        get
        {
            var calls = Volatile.Read(ref *_calls);
            GC.KeepAlive(_memory);
            return calls;
        }
    }

    /// <summary>A call begins. <see cref="Leave"/> must follow, whatever becomes of it.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref *_calls);
        GC.KeepAlive(_memory);
    }

    /// <summary>A call has ended.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref *_calls);
        GC.KeepAlive(_memory);
    }
}
