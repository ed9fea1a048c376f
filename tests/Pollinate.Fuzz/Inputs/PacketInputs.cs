using CsCheck;

namespace Pollinate.Fuzz.Inputs;

/// <summary>Some packets, one behind the other, each as it was or with bytes changed.</summary>
internal sealed class PacketInputs(IReadOnlyList<byte[]> seeds) : Gen<byte[]>
{
    private const int MostPackets = 4;

    public override byte[] Generate(PCG pcg, Size? min, out Size size)
    {
        var bytes = new List<byte>();
        for (var packets = 1 + pcg.Below(MostPackets); packets > 0; packets--)
        {
            var packet = pcg.Of(seeds);
            bytes.AddRange(pcg.OnceIn(3) ? Bytes.Mutate(packet, pcg, seeds) : packet);
        }

        size = new Size((ulong)bytes.Count);
        return [.. bytes];
    }
}
