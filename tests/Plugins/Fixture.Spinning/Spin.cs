using System.Diagnostics;

namespace Fixture.Spinning;

/// <summary>Computes without an end, until a provider of this plugin is disposed.</summary>
internal static class Spin
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static volatile bool _isOver;

    public static void Compute()
    {
        var watch = Stopwatch.StartNew();
        while (!_isOver && watch.Elapsed < Patience)
        {
            // The time goes by.
        }
    }

    public static void End() => _isOver = true;
}
