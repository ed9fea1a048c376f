using Pollinate.Abstractions;
using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Checks the daemon's users at Keystone, and the services that it asks as one of them.</summary>
/// <param name="services">What the daemon asks others with.</param>
/// <param name="settings">How to check.</param>
internal sealed class KeystoneChecks(IServiceProvider services, CheckSettings settings)
{
    /// <summary>No resource of any cloud has it.</summary>
    private const string Nobody = "00000000-0000-0000-0000-000000000000";

    private const string AdminRole = "admin";

    /// <summary>The roles that Keystone's own policy lets validate tokens.</summary>
    private static readonly string[] ValidatingRoles = ["service", AdminRole];

    private static readonly (string ServiceType, Type Resource, string Path)[] Calls =
    [
        ("identity", typeof(Project), $"projects/{Nobody}"),
        ("identity", typeof(CredentialList), "credentials?type=nova-pollinate-check"),
        ("compute", typeof(Server), $"servers/{Nobody}"),
        ("image", typeof(Image), $"images/{Nobody}"),
        ("volumev3", typeof(Volume), $"volumes/{Nobody}"),
    ];

    private readonly DefaultOptions _defaults = services.GetRequiredService<DefaultOptions>();
    private readonly KeystoneAuthtokenOptions _authtoken = services.GetRequiredService<KeystoneAuthtokenOptions>();
    private readonly ServiceAuthOptions _serviceAuth = services.GetRequiredService<ServiceAuthOptions>();

    /// <param name="needs">What the providers look up.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public async Task<IReadOnlyList<CheckRow>> RunAsync(IReadOnlyList<ProviderNeeds> needs, CancellationToken cancellationToken)
    {
        var rows = new List<CheckRow>();
        var needed = Calls.Where(call => needs.Any(need => need.Resources.Contains(call.Resource))).ToList();
        var validating = KeystoneSection.OfAuthtoken(_authtoken, _serviceAuth);
        var validates = _defaults.AuthStrategy == DefaultOptions.KeystoneStrategy;
        var own = validates ? await AuthenticateAsync(validating, OfAuthtoken, rows, cancellationToken) : null;
        var section = KeystoneSection.OfServiceAuth(_authtoken, _serviceAuth);
        if (section.IsEmpty)
        {
            if (own is not null)
                rows.Add(await ValidateAsync(own, own, cancellationToken));
            if (needed.Count > 0)
                rows.Add(Unconfigured(needed, needs));
            return rows;
        }

        if (validates && own is null && section.CredentialsName == validating.CredentialsName)
        {
            // Each try counts towards locking the user out.
            rows.Add(CheckRow.Failure(NameOf(section.Name), $"It has the same credentials as [{validating.Name}], which got no token; see there."));
            return rows;
        }

        var service = await AuthenticateAsync(section, owner => OfServiceAuth(owner, needed), rows, cancellationToken);
        if (own is not null)
            rows.Add(await ValidateAsync(own, service ?? own, cancellationToken));
        if (service is not null)
        {
            var asked = needed.GroupBy(call => call.ServiceType).Select(group => AskAsync(service, group.Key, [.. group], needs, cancellationToken));
            rows.AddRange(await Task.WhenAll(asked));
        }

        return rows;
    }

    /// <summary>The row where nothing may be asked, if anything would be missing.</summary>
    /// <param name="defaults">The options.</param>
    /// <param name="section">The section of the user that asks services.</param>
    /// <param name="needs">What the providers look up.</param>
    public static IEnumerable<CheckRow> Offline(DefaultOptions defaults, KeystoneSection section, IReadOnlyList<ProviderNeeds> needs)
    {
        var needed = Calls.Where(call => needs.Any(need => need.Resources.Contains(call.Resource))).ToList();
        if (section.IsEmpty && needed.Count > 0)
            yield return Unconfigured(needed, needs) with { Result = CheckResult.Warning };
        if (defaults.AuthStrategy == DefaultOptions.KeystoneStrategy || !section.IsEmpty)
            yield return CheckRow.Success("Keystone", "Not asked, because of --offline.");
    }

    private static CheckRow Unconfigured(List<(string ServiceType, Type Resource, string Path)> needed, IReadOnlyList<ProviderNeeds> needs) => CheckRow.Failure(
        NameOf(KeystoneSection.ServiceAuth),
        $"[{KeystoneSection.ServiceAuth}] is not configured, as whose user {Names(needs, [.. needed.Select(call => call.Resource)])} would ask {string.Join(", ", needed.Select(call => call.ServiceType).Distinct())}. Set its auth_type, auth_url and the user's options, or auth_section = {KeystoneSection.KeystoneAuthtoken}.");

    /// <returns>The token; null when there is none, and a row says why.</returns>
    private async Task<OwnToken?> AuthenticateAsync(
        KeystoneSection section, Func<TokenOwner, string?> flaw, List<CheckRow> rows, CancellationToken cancellationToken)
    {
        var name = NameOf(section.Name);
        var report = new OptionsReport();
        section.Check(report);
        if (report.Problems.Count > 0)
        {
            rows.Add(CheckRow.Failure(name, "Keystone was not asked, since the section can't be used; see Configuration."));
            return null;
        }

        OwnToken? token = null;
        var address = section.Credentials!.AuthUrl;
        rows.Add(await BoundedCheck.RunAsync(name, $"Keystone at {address}", settings.Patience, async deadline =>
        {
            try
            {
                token = await Session(section.Name).GetTokenAsync(deadline);
            }
            catch (OpenStackException exception)
            {
                return CheckRow.Failure(name, exception.Message);
            }

            var owner = token.Owner!;
            return CheckRow.Of(name, [], flaw(owner) is { } warning ? [warning] : [], Describe(owner, address!));
        }, cancellationToken));
        return token;
    }

    /// <summary>
    /// Has Keystone validate a token as it does a caller's. A token of the same user tells nothing of the right to, which
    /// everybody has for their own; the way there is the same.
    /// </summary>
    private Task<CheckRow> ValidateAsync(OwnToken own, OwnToken other, CancellationToken cancellationToken)
    {
        const string Name = "Validation of tokens";
        return BoundedCheck.RunAsync(Name, "Keystone, asked about a token,", settings.Patience, async deadline =>
        {
            try
            {
                // Before anything else, since the validation logs and retries: an endpoint that the catalog lacks stays away.
                var url = Session(KeystoneSection.KeystoneAuthtoken).FindEndpoint(own, "identity");
                return await services.GetRequiredService<TokenValidator>().ValidateAsync(other.Value, allowExpired: false, deadline) is null
                    ? CheckRow.Failure(Name, $"Keystone at {url} does not know a token that it has just given; see that all of its hosts share their keys, and that auth_url and the catalog lead to the same cloud.")
                    : CheckRow.Success(Name, $"Keystone at {url} ({string.Join(" or ", EndpointInterfaces.Of(_authtoken))}) answers.");
            }
            catch (OpenStackException exception)
            {
                return CheckRow.Failure(Name, exception.Message);
            }
        }, cancellationToken);
    }

    private Task<CheckRow> AskAsync(
        OwnToken token,
        string serviceType,
        (string ServiceType, Type Resource, string Path)[] calls,
        IReadOnlyList<ProviderNeeds> needs,
        CancellationToken cancellationToken)
    {
        var name = $"Endpoint {serviceType}";
        var asking = Names(needs, [.. calls.Select(call => call.Resource)]);
        return BoundedCheck.RunAsync(name, $"The service {serviceType}, asked by {asking},", settings.Patience, async deadline =>
        {
            try
            {
                var url = Session(KeystoneSection.ServiceAuth).FindEndpoint(token, serviceType);
                var session = services.GetRequiredService<IOpenStackSession>();
                foreach (var call in calls)
                    await session.GetAsync(serviceType, call.Path, deadline);
                return CheckRow.Success(name, $"{url} answers; asked by {asking}.");
            }
            catch (OpenStackException exception)
            {
                return CheckRow.Failure(name, $"{exception.Message} It is asked by {asking}.");
            }
        }, cancellationToken);
    }

    private KeystoneSession Session(string section) => services.GetRequiredKeyedService<KeystoneSession>(section);

    private static string? OfAuthtoken(TokenOwner owner) => HasAny(owner, ValidatingRoles)
        ? null
        : $"This user has neither of the roles {string.Join(" and ", ValidatingRoles)}, which Keystone's own policy wants of whoever validates tokens. Give it the role service in its project, unless your policy lets it all the same.";

    private static string? OfServiceAuth(TokenOwner owner, List<(string ServiceType, Type Resource, string Path)> needed) =>
        needed.Count == 0 || HasAny(owner, [AdminRole])
            ? null
            : $"This user has not the role {AdminRole}, which the services' own policies ({string.Join(", ", needed.Select(call => call.ServiceType).Distinct())}) want of whoever looks at other projects' resources: they may seem not to exist. Give it that role, unless your policies let it all the same.";

    private static bool HasAny(TokenOwner owner, string[] roles) =>
        owner.Roles.Any(role => roles.Contains(role, StringComparer.OrdinalIgnoreCase));

    private static string Describe(TokenOwner owner, string address) =>
        $"{owner.User ?? "The user"}{In(owner.UserDomain)}{(owner.Project is null ? "" : $" in project {owner.Project}{In(owner.ProjectDomain)}")}, roles {(owner.Roles.Count == 0 ? "none" : string.Join(", ", owner.Roles))}, at {address}.";

    private static string In(string? domain) => domain is null ? "" : $" ({domain})";

    private static string NameOf(string section) => $"Keystone [{section}]";

    private static string Names(IReadOnlyList<ProviderNeeds> needs, Type[] resources) =>
        string.Join(", ", needs.Where(need => resources.Any(need.Resources.Contains)).Select(need => need.Provider.Name));
}
