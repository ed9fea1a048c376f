namespace Pollinate.Fuzz.Running;

/// <summary>Makes an input smaller for as long as it shows the same.</summary>
internal static class Minimiser
{
    /// <param name="input">An input that shows it.</param>
    /// <param name="stillShows">Whether a smaller one does.</param>
    /// <param name="attempts">How often to try at most.</param>
    public static byte[] Reduce(byte[] input, Func<byte[], bool> stillShows, int attempts)
    {
        for (var size = Math.Max(1, input.Length / 2); size >= 1 && attempts > 0;)
        {
            var isSmaller = false;
            for (var at = 0; at < input.Length && attempts > 0;)
            {
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(at + size, input.Length))];
                attempts--;
                if (stillShows(without))
                    (input, isSmaller) = (without, true);
                else
                    at += size;
            }

            if (size == 1 && !isSmaller)
                break;
            size = isSmaller && size <= input.Length ? size : Math.Max(1, size / 2);
            if (size == 1 && input.Length == 0)
                break;
        }

        return input;
    }
}
