using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Faults;
using Pollinate.SimulatedCloud.Fronts;
using Pollinate.SimulatedCloud.Vault;

namespace Pollinate.Soak.Faults;

/// <summary>A simulated cloud, each of whose back ends can be brought into trouble, one at a time.</summary>
internal sealed class FaultyCloud : IAsyncDisposable
{
    private readonly FrontCertificates _certificates;
    private readonly IReadOnlyDictionary<BackEnd, Front> _fronts;
    private readonly Cloud _cloud;
    private int _repeats;

    private FaultyCloud(FrontCertificates certificates, IReadOnlyDictionary<BackEnd, Front> fronts, Cloud cloud)
    {
        _certificates = certificates;
        _fronts = fronts;
        _cloud = cloud;
    }

    public static async Task<FaultyCloud> StartAsync()
    {
        var certificates = new FrontCertificates();
        var fronts = BackEnd.All.ToDictionary(backEnd => backEnd, _ => new Front(certificates));
        var cloud = await Cloud.StartAsync(new() { EndpointOf = (type, kind) => fronts[Behind(type, kind)].Address });
        foreach (var front in fronts.Values)
            front.Lead(cloud.Address);
        return new(certificates, fronts, cloud);
    }

    /// <summary>A token of Nova's user that nobody has seen yet.</summary>
    public string NewToken() => _cloud.IssueToken(SampleData.Nova, SampleData.Service);

    /// <summary>The sections of a daemon's configuration that lead it to the fronts.</summary>
    /// <param name="folder">Where the authority's certificate may lie.</param>
    /// <param name="callSeconds">How long a call may take.</param>
    public string Configuration(DirectoryInfo folder, int callSeconds)
    {
        var authority = Path.Combine(folder.FullName, "authority.pem");
        File.WriteAllText(authority, _certificates.AuthorityPem);
        var credentials = $"""
            auth_type = password
            {Cloud.CredentialOptionsAt(new(_fronts[BackEnd.OwnToken].Address, "/"))}
            cafile = {authority}
            """;
        return $"""
            [keystone_authtoken]
            {credentials}
            www_authenticate_uri = {Cloud.AuthUrlAt(_fronts[BackEnd.OwnToken].Address)}
            interface = internal
            http_connect_timeout = {callSeconds}
            token_cache_time = 3600

            [service_auth]
            {credentials}
            interface = public
            timeout = {callSeconds}

            [vault]
            url = {new Uri(_fronts[BackEnd.Vault].Address, "/vault")}
            role_id = {SampleLogin.RoleId}
            secret_id = {SampleLogin.SecretId}
            path = {SampleData.SecretPath}
            cacert = {authority}
            timeout = {callSeconds}
            cache_time = 1

            [cache]
            project_time = 1
            image_time = 1
            server_time = 1
            """;
    }

    /// <summary>Counts the calls of a back end that nothing befalls.</summary>
    public void Count(BackEnd backEnd) => Add(backEnd, new(FaultKind.Delay, backEnd.Service));

    /// <summary>Brings a back end into trouble.</summary>
    public async Task BeginAsync(BackEnd backEnd, Trouble trouble)
    {
        _cloud.Faults.Clear();
        _repeats = 1;
        if (trouble.Fault is { } fault)
            Add(backEnd, fault);
        await _fronts[backEnd].BecomeAsync(trouble.Mode);
        // Who has a token asks for none.
        if (backEnd == BackEnd.OwnToken)
            _cloud.ExpireTokensOf(SampleData.Pollinate);
    }

    /// <summary>Once more, of trouble that befalls single calls, if it has befallen one: not two in a row.</summary>
    public void Repeat(BackEnd backEnd, Trouble trouble)
    {
        if (_cloud.Faults.Befallen < _repeats)
            return;
        _repeats++;
        Add(backEnd, trouble.Fault!);
        if (backEnd == BackEnd.OwnToken)
            _cloud.ExpireTokensOf(SampleData.Pollinate);
    }

    /// <summary>How many calls have been befallen, or counted, since that began.</summary>
    public int Befallen(BackEnd backEnd) => _cloud.Faults.Befallen + _fronts[backEnd].Befallen;

    /// <summary>All is well again.</summary>
    public async Task EndAsync(BackEnd backEnd)
    {
        _cloud.Faults.Clear();
        await _fronts[backEnd].BecomeAsync(FrontMode.Open);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var front in _fronts.Values)
            await front.DisposeAsync();
        await _cloud.DisposeAsync();
        _certificates.Dispose();
    }

    private void Add(BackEnd backEnd, Fault fault) =>
        _cloud.Faults.Add(fault with { Service = backEnd.Service, Authority = _fronts[backEnd].Address.Authority });

    private static BackEnd Behind(string type, string kind) => type switch
    {
        // The daemon asks about callers at the internal endpoint, and for all else at the public one.
        "identity" => kind == "internal" ? BackEnd.Validation : BackEnd.Resources,
        "compute" => BackEnd.Nova,
        "image" => BackEnd.Glance,
        _ => BackEnd.Cinder,
    };
}
