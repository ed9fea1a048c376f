using System.Globalization;

namespace Pollinate.Host.Containment;

/// <summary>What of the process any code in it can change for all.</summary>
/// <param name="Directory">The working directory, in the file system's bytes.</param>
/// <param name="Culture">The default culture of new threads.</param>
/// <param name="UICulture">The default language of new threads.</param>
/// <param name="Out">Where <see cref="Console.Out"/> leads.</param>
/// <param name="Error">Where <see cref="Console.Error"/> leads.</param>
/// <param name="In">Where <see cref="Console.In"/> comes from; null when that is a terminal, which to ask would set it up.</param>
/// <param name="Threads">The limits of the thread pool.</param>
internal sealed record ProcessSnapshot(
    byte[] Directory,
    CultureInfo? Culture,
    CultureInfo? UICulture,
    TextWriter Out,
    TextWriter Error,
    TextReader? In,
    ThreadLimits Threads)
{
    public static ProcessSnapshot Take() => new(
        WorkingDirectory.Read(),
        CultureInfo.DefaultThreadCurrentCulture,
        CultureInfo.DefaultThreadCurrentUICulture,
        Console.Out,
        Console.Error,
        Console.IsInputRedirected ? Console.In : null,
        ThreadLimits.Read());

    /// <summary>Whether the process is as it was. Allocates nothing and takes no lock.</summary>
    public bool IsTrue() =>
        ReferenceEquals(CultureInfo.DefaultThreadCurrentCulture, Culture)
        && ReferenceEquals(CultureInfo.DefaultThreadCurrentUICulture, UICulture)
        && ReferenceEquals(Console.Out, Out)
        && ReferenceEquals(Console.Error, Error)
        && (In is null || ReferenceEquals(Console.In, In))
        && ThreadLimits.Read() == Threads
        && WorkingDirectory.Is(Directory);
}
