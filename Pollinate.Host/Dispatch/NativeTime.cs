using System.Runtime.InteropServices;

namespace Pollinate.Host.Dispatch;

/// <summary>The system's <c>timespec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct NativeTime
{
    private readonly nint _seconds;
    private readonly nint _nanoseconds;

    public long Seconds => _seconds;

    public long Nanoseconds => _nanoseconds;
}
