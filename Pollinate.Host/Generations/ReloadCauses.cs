namespace Pollinate.Host.Generations;

/// <summary>What there is to do for the <see cref="Reloader"/>.</summary>
[Flags]
internal enum ReloadCauses
{
    None = 0,

    /// <summary>SIGHUP asks for a reload.</summary>
    Signal = 1,

    /// <summary>Something in a plugins folder asks for one.</summary>
    Change = 2,

    /// <summary>A generation has gone, and what it alone used can go, too. No reload.</summary>
    Retirement = 4,
}
