namespace Pollinate.Host.Secrets;

/// <summary>
/// Keeps the secrets for a minute, as the original does, and asks for them by one call whatever the burst. Failures are not
/// kept.
/// </summary>
internal sealed class CachedSecretStore(ISecretStore source, TimeProvider time) : ISecretStore
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private Reading? _reading;

    public Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var reading = Volatile.Read(ref _reading);
            if (reading is not null && reading.IsUsable(time.GetTimestamp(), time))
                return reading.Secrets.WaitAsync(cancellationToken);

            // The call belongs to all who wait for it: none of them can end it.
            var next = new Reading(time.GetTimestamp(), () => source.ReadAsync(CancellationToken.None));
            if (Interlocked.CompareExchange(ref _reading, next, reading) == reading)
                return next.Secrets.WaitAsync(cancellationToken);
        }
    }

    private sealed class Reading(long begun, Func<Task<IReadOnlyDictionary<string, string>>> read)
    {
        private readonly Lazy<Task<IReadOnlyDictionary<string, string>>> _secrets = new(read);

        public Task<IReadOnlyDictionary<string, string>> Secrets => _secrets.Value;

        public bool IsUsable(long now, TimeProvider time) =>
            !_secrets.IsValueCreated || !Secrets.IsCompleted ||
            (Secrets.IsCompletedSuccessfully && time.GetElapsedTime(begun, now) < Lifetime);
    }
}
