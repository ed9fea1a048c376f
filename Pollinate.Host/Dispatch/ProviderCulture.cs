using System.Globalization;

namespace Pollinate.Host.Dispatch;

/// <summary>The culture of plugin code: the invariant one, whatever another plugin made the default of the process.</summary>
internal static class ProviderCulture
{
    /// <summary>Sets it on the calling thread, within what flows with the call.</summary>
    public static void Restore()
    {
        // To look is cheap, to set is not.
        if (!ReferenceEquals(CultureInfo.CurrentCulture, CultureInfo.InvariantCulture))
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (!ReferenceEquals(CultureInfo.CurrentUICulture, CultureInfo.InvariantCulture))
            CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
