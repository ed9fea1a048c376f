using System.Globalization;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Logging;

/// <summary>
/// When a log file is moved aside and what it is called then, as Python's <c>RotatingFileHandler</c> and
/// <c>TimedRotatingFileHandler</c> do it for oslo.log. For one thread at a time.
/// </summary>
internal sealed class Rotation
{
    private const long Mebibyte = 1024 * 1024;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly int _count;
    private readonly long _size;
    private readonly string? _unit;
    private readonly int _interval;
    private DateTime _next = DateTime.MaxValue;

    /// <param name="path">The file.</param>
    /// <param name="options">How to rotate.</param>
    /// <param name="time">The clock.</param>
    public Rotation(string path, LogOptions options, TimeProvider time)
    {
        _path = path;
        _time = time;
        _count = options.MaxLogfileCount ?? 30;
        _interval = options.LogRotateInterval ?? 1;
        if (options.WatchLogFile)
            return;
        if (options.LogRotationType.Equals(LogOptions.RotateBySize, StringComparison.OrdinalIgnoreCase) && _count > 0)
            _size = (options.MaxLogfileSizeMb ?? 200) * Mebibyte;
        else if (options.LogRotationType.Equals(LogOptions.RotateByTime, StringComparison.OrdinalIgnoreCase))
            _unit = options.LogRotateIntervalType.ToUpperInvariant();
    }

    private DateTime Now => _time.GetLocalNow().DateTime;

    /// <summary>A file has been opened. Its age counts from its last change.</summary>
    /// <param name="length">How long it is.</param>
    public void Opened(long length)
    {
        if (_unit is not null)
            _next = Next(length > 0 ? File.GetLastWriteTime(_path) : Now);
    }

    /// <summary>Whether it is to be moved aside before more is written.</summary>
    /// <param name="length">How long it is.</param>
    /// <param name="added">How much is to be written.</param>
    public bool IsDue(long length, int added) => _unit is not null ? Now >= _next : _size > 0 && length > 0 && length + added > _size;

    /// <summary>Moves it aside and removes what is too old.</summary>
    /// <exception cref="IOException">It can't be moved.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be moved.</exception>
    public void Rotate()
    {
        if (_unit is null)
        {
            for (var number = _count - 1; number > 0; number--)
            {
                if (File.Exists($"{_path}.{number}"))
                    File.Move($"{_path}.{number}", $"{_path}.{number + 1}", overwrite: true);
            }

            File.Move(_path, $"{_path}.1", overwrite: true);
            return;
        }

        File.Move(_path, $"{_path}.{(_next - Length).ToString(Suffix, CultureInfo.InvariantCulture)}", overwrite: true);
        if (_count > 0)
        {
            foreach (var old in Rotated().SkipLast(_count).ToList())
                File.Delete(old);
        }
    }

    /// <summary>The files that were moved aside, the oldest first; nobody else's that begin alike.</summary>
    private IEnumerable<string> Rotated() => Directory.EnumerateFiles(Path.GetDirectoryName(_path)!, Path.GetFileName(_path) + ".*")
        .Where(file => DateTime.TryParseExact(file[(_path.Length + 1)..], Suffix, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        .Order(StringComparer.Ordinal);

    private TimeSpan Length => _unit switch
    {
        "SECONDS" => TimeSpan.FromSeconds(Math.Max(1, _interval)),
        "MINUTES" => TimeSpan.FromMinutes(Math.Max(1, _interval)),
        "HOURS" => TimeSpan.FromHours(Math.Max(1, _interval)),
        "DAYS" => TimeSpan.FromDays(Math.Max(1, _interval)),
        "WEEKDAY" => TimeSpan.FromDays(7),
        _ => TimeSpan.FromDays(1),
    };

    private string Suffix => _unit switch
    {
        "SECONDS" => "yyyy-MM-dd_HH-mm-ss",
        "MINUTES" => "yyyy-MM-dd_HH-mm",
        "HOURS" => "yyyy-MM-dd_HH",
        _ => "yyyy-MM-dd",
    };

    private DateTime Next(DateTime from)
    {
        if (_unit is not ("MIDNIGHT" or "WEEKDAY"))
            return from + Length;
        var midnight = from.Date.AddDays(1);
        if (_unit == "MIDNIGHT")
            return midnight;
        // Python's week begins on Monday, and the file is moved at the end of its day.
        var day = ((int)from.DayOfWeek + 6) % 7;
        return midnight.AddDays(((_interval % 7) - day + 7) % 7);
    }
}
