using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud.Vault;

/// <summary>
/// The state of the simulated Vault: its secrets, its logins with their leases, and what it is told to do wrong. Every
/// property can be set at any time and counts from the next call on.
/// </summary>
public sealed class SimulatedVault
{
    private readonly ConcurrentDictionary<string, VaultEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, VaultLease> _leases = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private int _arrived;
    private int _reads;
    private int _logins;
    private int _renewals;
    private int _issued;

    /// <param name="time">The clock that leases end by.</param>
    public SimulatedVault(TimeProvider time)
    {
        _time = time;
        Write(SampleData.SecretPath, new(SampleData.Secrets.Select(secret => KeyValuePair.Create(secret.Key, (JsonNode?)secret.Value))));
    }

    /// <summary>The lease that a login or a renewal gives; nothing for one that does not end.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a login's token can live, renewals included.</summary>
    public TimeSpan LongestLease { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Whether tokens of logins can be renewed.</summary>
    public bool IsRenewable { get; set; } = true;

    /// <summary>The namespace that everything is in; empty for the root.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Where the Kubernetes login is mounted.</summary>
    public string KubernetesMount { get; set; } = "kubernetes";

    /// <summary>Where AppRole is mounted.</summary>
    public string AppRoleMount { get; set; } = "approle";

    /// <summary>Every call is answered that Vault is sealed.</summary>
    public bool IsSealed { get; set; }

    /// <summary>No token may read.</summary>
    public bool DeniesReads { get; set; }

    /// <summary>No login is accepted.</summary>
    public bool RefusesLogins { get; set; }

    /// <summary>No lease is renewed.</summary>
    public bool RefusesRenewals { get; set; }

    /// <summary>The status of every answer, without a body; null for the real ones.</summary>
    public int? Status { get; set; }

    /// <summary>Every call breaks off without an answer.</summary>
    public bool BreaksOff { get; set; }

    /// <summary>What every call waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How many calls have come, answered or not.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>How often secrets were asked for.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How often a login was tried.</summary>
    public int Logins => Volatile.Read(ref _logins);

    /// <summary>How often a renewal was tried.</summary>
    public int Renewals => Volatile.Read(ref _renewals);

    /// <summary>Makes a new version of a secret.</summary>
    public void Write(string path, JsonObject map) => _entries.AddOrUpdate(
        path,
        _ => new(map, 1, _time.GetUtcNow(), null, false),
        (_, before) => new(map, before.Version + 1, _time.GetUtcNow(), null, false));

    /// <summary>Deletes the newest version, which can be undone.</summary>
    public void Delete(string path) => Change(path, entry => entry with { Deleted = _time.GetUtcNow() });

    /// <summary>Takes back the deletion of the newest version.</summary>
    public void Undelete(string path) => Change(path, entry => entry with { Deleted = null });

    /// <summary>Destroys the newest version for good.</summary>
    public void Destroy(string path) => Change(path, entry => entry with { IsDestroyed = true });

    /// <summary>Removes a secret with all its versions.</summary>
    public void Remove(string path) => _entries.TryRemove(path, out _);

    /// <summary>The tokens of all logins.</summary>
    public IEnumerable<string> Tokens => _leases.Keys;

    /// <summary>Revokes the tokens of all logins.</summary>
    public void RevokeLogins() => _leases.Clear();

    internal VaultEntry? Find(string path) => _entries.GetValueOrDefault(path);

    internal void CountArrival() => Interlocked.Increment(ref _arrived);

    internal void CountRead() => Interlocked.Increment(ref _reads);

    internal void CountLogin() => Interlocked.Increment(ref _logins);

    internal void CountRenewal() => Interlocked.Increment(ref _renewals);

    internal bool IsValid(string? token) => token == SampleData.VaultToken || FindLease(token) is not null;

    internal VaultLease? FindLease(string? token) =>
        token is not null && _leases.TryGetValue(token, out var lease) && lease.Ends > _time.GetUtcNow() ? lease : null;

    internal (string Token, VaultLease Lease) Issue()
    {
        var number = Interlocked.Increment(ref _issued);
        var now = _time.GetUtcNow();
        var lease = new VaultLease($"sample-accessor-{number}", IsRenewable, now, Ends(now, Lease), Lease);
        var token = $"hvs.sample-login-token-{number}";
        _leases[token] = lease;
        return (token, lease);
    }

    /// <summary>Prolongs a lease, up to the longest that its login may have.</summary>
    internal VaultLease Renew(string token, VaultLease lease)
    {
        var now = _time.GetUtcNow();
        var left = lease.Issued + LongestLease - now;
        var granted = Lease < left ? Lease : left;
        var renewed = lease with { Ends = Ends(now, granted), Granted = granted };
        _leases[token] = renewed;
        return renewed;
    }

    private static DateTimeOffset Ends(DateTimeOffset now, TimeSpan lease) =>
        lease == TimeSpan.Zero ? DateTimeOffset.MaxValue : now + lease;

    private void Change(string path, Func<VaultEntry, VaultEntry> change) =>
        _entries.AddOrUpdate(path, _ => throw new InvalidOperationException($"There is no secret at {path}."), (_, entry) => change(entry));
}
