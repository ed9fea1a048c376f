namespace Pollinate.Host.Generations;

/// <summary>
/// The generation in force. A swap is one write of one reference: a request sees the old one or the new one, whole. Safe for
/// any thread.
/// </summary>
internal sealed class CurrentGeneration
{
    private volatile Generation? _current;

    /// <exception cref="InvalidOperationException">The daemon has not made one yet.</exception>
    public Generation Value => _current ?? throw new InvalidOperationException("There is no generation yet.");

    /// <summary>Puts a generation in force.</summary>
    /// <returns>The one before, for the caller to dispose; null when it is the first.</returns>
    public Generation? Use(Generation generation) => Interlocked.Exchange(ref _current, generation);

    /// <summary>Answers a request by the generation in force.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var generation = Enter();
        try
        {
            await generation.HandleAsync(context);
        }
        finally
        {
            generation.Leave();
        }
    }

    private Generation Enter()
    {
        // One that was retired and emptied between the two steps has a successor by now.
        Generation generation;
        do
        {
            generation = Value;
        }
        while (!generation.TryEnter());

        return generation;
    }
}
