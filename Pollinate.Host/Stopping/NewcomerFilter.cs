using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pollinate.Host.Stopping;

/// <summary>
/// Has the system ignore who wants to connect to a listening TCP socket, while handshakes that are under way end and those that
/// wait can be accepted: a filter of packets (https://docs.kernel.org/networking/filter.html), which anybody may attach to its
/// own socket.
/// </summary>
internal static class NewcomerFilter
{
    private const int SocketLevel = 1;
    private const int AttachFilter = 26;
    private const int FlagsOffset = 13;
    private const int Syn = 0x02;
    private const int LoadByte = 0x30;
    private const int JumpIfSet = 0x45;
    private const int Return = 0x06;

    private static readonly Instruction[] Program =
    [
        new(LoadByte, 0, 0, FlagsOffset),
        new(JumpIfSet, 0, 1, Syn),
        new(Return, 0, 0, 0),
        new(Return, 0, 0, uint.MaxValue),
    ];

    /// <returns>False where the system has no such filters, or forbids them.</returns>
    public static unsafe bool TryAttach(Socket socket)
    {
        try
        {
            fixed (Instruction* instructions = Program)
            {
                var program = new AttachedProgram((ushort)Program.Length, (nint)instructions);
                socket.SetRawSocketOption(SocketLevel, AttachFilter, MemoryMarshal.AsBytes(new ReadOnlySpan<AttachedProgram>(in program)));
            }

            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    // The system's own structures.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct AttachedProgram(ushort Length, nint Instructions);
}
