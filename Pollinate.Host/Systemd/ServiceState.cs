using System.Globalization;
using Pollinate.Host.Generations;
using Pollinate.Host.Stopping;

namespace Pollinate.Host.Systemd;

/// <summary>
/// What systemd knows of the daemon, and <c>systemctl status</c> shows: whether it serves, reloads or stops, and in one line what
/// is not as it should be. Safe for any thread.
/// </summary>
internal sealed class ServiceState(Notifier notifier, CurrentGeneration current)
{
    /// <summary>What the parts of a stop may take beyond what they are given.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private string _addresses = "";
    private string? _missing;
    private string? _reloadFailure;
    private bool _isServing;

    /// <summary>It serves from now on.</summary>
    /// <param name="addresses">Where.</param>
    /// <param name="missing">What it has not got yet, and serves all the same; null when it has everything.</param>
    public void Serve(string addresses, string? missing)
    {
        lock (_gate)
        {
            (_addresses, _missing, _isServing) = (addresses, missing, true);
            notifier.TellReady(Describe());
        }
    }

    /// <summary>It has got what was missing, or something else is missing now.</summary>
    public void Miss(string? missing)
    {
        lock (_gate)
        {
            if (_missing == missing)
                return;
            _missing = missing;
            if (_isServing)
                notifier.Tell(Describe());
        }
    }

    /// <summary>A reload begins. Before the daemon serves it is part of the start.</summary>
    public void BeginReload()
    {
        lock (_gate)
        {
            if (_isServing)
                notifier.TellReloading("Reloading");
        }
    }

    /// <summary>A reload has ended.</summary>
    /// <param name="failure">Why it came to nothing; null when it did not.</param>
    public void EndReload(string? failure)
    {
        lock (_gate)
        {
            _reloadFailure = failure;
            if (_isServing)
                notifier.TellReady(Describe());
        }
    }

    /// <summary>It stops, and serves no more after that.</summary>
    public void Stop(StopTimes times)
    {
        lock (_gate)
        {
            _isServing = false;
            notifier.TellStopping(
                "Stopping: requests in progress are answered",
                times.Delay + StopTimes.Idle + StopTimes.Idle + times.Rest + StopTimes.End + Margin);
        }
    }

    private string Describe()
    {
        var generation = current.Value;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"Serving at {_addresses} with {generation.Pipeline.Entries.Count} providers (generation {generation.Number})");
        if (_missing is not null)
            text += $"; MISSING: {_missing.TrimEnd('.')}";
        if (_reloadFailure is not null)
            text += $"; the last RELOAD FAILED: {_reloadFailure.TrimEnd('.')}";
        return text;
    }
}
