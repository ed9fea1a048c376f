namespace Pollinate.Fuzz;

/// <summary>How much memory may be allocated for one input.</summary>
/// <param name="Fixed">Bytes, whatever the input.</param>
/// <param name="PerByte">Bytes for each byte of the input.</param>
internal readonly record struct MemoryAllowance(long Fixed, long PerByte)
{
    public static MemoryAllowance Usual { get; } = new(256 * 1024, 128);

    public long For(int length) => Fixed + (PerByte * length);
}
