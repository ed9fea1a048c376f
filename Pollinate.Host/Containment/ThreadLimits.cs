namespace Pollinate.Host.Containment;

/// <summary>The limits of the thread pool.</summary>
/// <param name="Least">How many workers come without a delay.</param>
/// <param name="LeastIO">The same for completion ports, which Linux has not; kept all the same.</param>
/// <param name="Most">The most workers.</param>
/// <param name="MostIO">The most for completion ports.</param>
internal readonly record struct ThreadLimits(int Least, int LeastIO, int Most, int MostIO)
{
    public static ThreadLimits Read()
    {
        ThreadPool.GetMinThreads(out var least, out var leastIO);
        ThreadPool.GetMaxThreads(out var most, out var mostIO);
        return new(least, leastIO, most, mostIO);
    }

    public void Apply()
    {
        // Neither may pass the other, so what works first depends on what is set now.
        if (ThreadPool.SetMinThreads(Least, LeastIO))
        {
            ThreadPool.SetMaxThreads(Most, MostIO);
        }
        else
        {
            ThreadPool.SetMaxThreads(Most, MostIO);
            ThreadPool.SetMinThreads(Least, LeastIO);
        }
    }
}
