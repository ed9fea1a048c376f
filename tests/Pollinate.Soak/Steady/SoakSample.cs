namespace Pollinate.Soak.Steady;

/// <summary>What the daemon took of the machine at one moment.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Memory">Resident, in MiB.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Descriptors">Open files and sockets.</param>
/// <param name="Contexts">Load contexts of plugins that were alive; null when that could not be asked.</param>
/// <param name="Answers">Answers so far.</param>
internal sealed record SoakSample(TimeSpan At, double Memory, int Threads, int Descriptors, int? Contexts, long Answers);
