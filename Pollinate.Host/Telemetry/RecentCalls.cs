using System.Numerics;

namespace Pollinate.Host.Telemetry;

/// <summary>
/// How long the calls of the last five minutes took, in bounded memory: thirty periods of ten seconds, each a row of counters
/// for durations that grow by a quarter of their octave, so that a figure is right within some twelve per cent. A period nobody
/// called in costs nothing. Takes no lock. Safe for any thread.
/// </summary>
internal sealed class RecentCalls(TimeProvider time)
{
    public const int Periods = 30;

    public static readonly TimeSpan PeriodLength = TimeSpan.FromSeconds(10);

    // Quarters of octaves of microseconds, up to a minute and more.
    private const int Quarters = 4;
    private const int Buckets = 27 * Quarters;

    private readonly Period?[] _periods = new Period?[Periods];

    /// <summary>Takes notice of a call that has ended.</summary>
    public void Add(TimeSpan duration, bool isFailure)
    {
        var period = Current();
        period.Add(BucketOf(duration));
        if (isFailure)
            period.AddFailure();
    }

    /// <summary>The last five minutes, and each of their periods, the oldest first.</summary>
    public RecentSummary Summarize()
    {
        var last = NumberNow();
        var whole = new long[Buckets];
        var points = new RecentPoint[Periods];
        long failures = 0;
        for (var at = 0; at < Periods; at++)
        {
            var number = last - Periods + 1 + at;
            if (number < 0 || Volatile.Read(ref _periods[number % Periods]) is not { } period || period.Number != number)
                continue;
            var counts = period.Read();
            points[at] = new(counts.Sum(), Quantile(counts, 0.5), Quantile(counts, 0.99));
            failures += period.Failures;
            for (var bucket = 0; bucket < Buckets; bucket++)
                whole[bucket] += counts[bucket];
        }

        return new(whole.Sum(), failures, Quantile(whole, 0.5), Quantile(whole, 0.99), points);
    }

    private static int BucketOf(TimeSpan duration)
    {
        var microseconds = (ulong)Math.Max(duration.Ticks / TimeSpan.TicksPerMicrosecond, 0);
        if (microseconds < Quarters)
            return (int)microseconds;
        var octave = BitOperations.Log2(microseconds);
        return Math.Min(((octave - 1) * Quarters) + (int)((microseconds >> (octave - 2)) & 3), Buckets - 1);
    }

    /// <summary>The middle of a bucket.</summary>
    private static TimeSpan DurationOf(int bucket)
    {
        if (bucket < Quarters)
            return TimeSpan.FromMicroseconds(bucket + 0.5);
        var octave = (bucket / Quarters) + 1;
        var width = Math.Pow(2, octave - 2);
        return TimeSpan.FromMicroseconds(Math.Pow(2, octave) + ((bucket % Quarters) * width) + (width / 2));
    }

    private static TimeSpan Quantile(long[] counts, double quantile)
    {
        var rank = (long)Math.Ceiling(counts.Sum() * quantile);
        long seen = 0;
        for (var bucket = 0; bucket < counts.Length && rank > 0; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
                return DurationOf(bucket);
        }

        return TimeSpan.Zero;
    }

    private long NumberNow() => time.GetTimestamp() / (time.TimestampFrequency * (long)PeriodLength.TotalSeconds);

    private Period Current()
    {
        var number = NumberNow();
        ref var place = ref _periods[number % Periods];
        var period = Volatile.Read(ref place);
        if (period is not null && period.Number >= number)
            return period;
        var next = new Period(number);
        var seen = Interlocked.CompareExchange(ref place, next, period);
        return seen == period ? next : seen!;
    }

    private sealed class Period(long number)
    {
        private readonly int[] _counts = new int[Buckets];
        private int _failures;

        public long Number => number;

        public int Failures => Volatile.Read(ref _failures);

        public void Add(int bucket) => Interlocked.Increment(ref _counts[bucket]);

        public void AddFailure() => Interlocked.Increment(ref _failures);

        public long[] Read() => [.. _counts.Select(count => (long)count)];
    }
}
