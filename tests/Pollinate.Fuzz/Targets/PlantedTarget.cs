using System.Runtime.CompilerServices;
using System.Text;

namespace Pollinate.Fuzz.Targets;

/// <summary>A target with a bug on purpose, which shows that the fuzzer finds such bugs. Never among those that run unasked.</summary>
/// <param name="name">The target's name.</param>
/// <param name="bug">What happens to an input that holds the words of a certain member.</param>
internal sealed class PlantedTarget(string name, Action bug) : IFuzzTarget
{
    private const string Trigger = "\"lease_duration\":[";

    private static readonly List<byte[]> Kept = [];

    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new PlantedTarget("planted-exception", () => throw new KeyNotFoundException("This bug was planted.")),
        new PlantedTarget("planted-overflow", () => Descend(1)),
        new PlantedTarget("planted-hang", () => Turn()),
        new PlantedTarget("planted-memory", () =>
        {
            for (var blocks = 0; blocks < 64; blocks++)
                Kept.Add(new byte[64 * 1024]);
            Kept.Clear();
        }),
    ];

    public string Name => name;

    public InputShape Shape => InputShape.Answer;

    public string Seeds => "vault-login";

    public bool Run(ReadOnlySpan<byte> input)
    {
        if (input.IndexOf(Encoding.UTF8.GetBytes(Trigger)) >= 0)
            bug();
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth) => depth == 0 ? 0 : Descend(depth + 1) + Environment.TickCount;

    private static void Turn()
    {
        while (Environment.ProcessId != 0)
            Environment.GetEnvironmentVariable("PATH");
    }
}
