using Pollinate.Host.Plugins;

namespace Pollinate.Host.Generations;

/// <summary>
/// Notices when something in the plugin folders has changed and then been quiet for a second: when two looks a second apart
/// see the same, and that is not what was tried last. Each state of the folders is told once, whatever comes of it. Safe for
/// any thread.
/// </summary>
internal sealed class PluginWatch : IAsyncDisposable
{
    /// <summary>How long the folders must be quiet, and how often they are looked at.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    /// <summary>After an event, so that one look sees all that was written at once.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);

    private readonly Action _changed;
    private readonly TimeProvider _time;
    private readonly FolderEvents? _events;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private IReadOnlyList<string> _directories = [];
    private bool _isOn;
    private bool _isDisposed;
    private PluginsPrint? _tried;
    private PluginsPrint? _last;
    private long _lastAt;
    private long _lookedAt;

    /// <param name="changed">Called when a new state of the folders is quiet; must not block.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="usesEvents">Whether to ask the file system for events, too.</param>
    public PluginWatch(Action changed, TimeProvider time, ILogger<PluginWatch> logger, bool usesEvents = true)
    {
        _changed = changed;
        _time = time;
        _events = usesEvents ? new(Stir, logger) : null;
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches these folders from now on.</summary>
    /// <param name="directories">The folders that hold plugin folders, absolute.</param>
    /// <param name="isOn">Whether to watch at all.</param>
    /// <param name="tried">The state of them that is loaded.</param>
    public void Follow(IReadOnlyList<string> directories, bool isOn, PluginsPrint tried)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _directories = directories;
            _isOn = isOn;
            _tried = tried;
            _last = null;
            _lookedAt = _time.GetTimestamp();
            FollowEvents();
            _timer.Change(isOn ? Quiet : Timeout.InfiniteTimeSpan, isOn ? Quiet : Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The folders as they are now are being tried: this state is not told again.</summary>
    public void BeginTry()
    {
        lock (_gate)
        {
            if (_isOn)
                _tried = PluginsPrint.Take(_directories);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        await _timer.DisposeAsync();
        lock (_gate)
            _events?.Dispose();
    }

    private void Look()
    {
        lock (_gate)
        {
            if (!_isOn || _isDisposed)
                return;
            FollowEvents();
            _lookedAt = _time.GetTimestamp();
            var now = PluginsPrint.Take(_directories);
            // An event has us look early; a look that comes too soon after the last one says nothing about the quiet.
            var isQuiet = now.Equals(_last) && _time.GetElapsedTime(_lastAt) >= Quiet - Settling;
            if (!now.Equals(_last))
            {
                _last = now;
                _lastAt = _lookedAt;
            }

            if (!isQuiet || now.Equals(_tried))
                return;
            _tried = now;
            _changed();
        }
    }

    private void FollowEvents() => _events?.Follow(_isOn ? _directories : []);

    /// <summary>Looks soon after an event, and at the quiet a second later.</summary>
    private void Stir()
    {
        // No lock: events come while the folders are looked at, and a timer may be set at any time. Not for ever: where
        // events never end, there is a look each second all the same.
        if (_isOn && !_isDisposed && _time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < Quiet)
            _timer.Change(Settling, Quiet);
    }
}
