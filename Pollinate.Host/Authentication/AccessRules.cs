using System.Text.Json;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Authentication;

/// <summary>
/// The calls that a token of an application credential may be used for, and the services in its catalog. Immutable.
/// </summary>
internal sealed class AccessRules
{
    private const string Identity = "identity";

    private readonly AccessRule[] _rules;
    private readonly HashSet<string> _catalogTypes;

    private AccessRules(AccessRule[] rules, HashSet<string> catalogTypes)
    {
        _rules = rules;
        _catalogTypes = catalogTypes;
    }

    /// <summary>Reads the rules of a token; null when it has none. An empty list is one that allows nothing.</summary>
    public static AccessRules? Read(JsonElement token)
    {
        if (JsonText.ObjectOf(token, "application_credential") is not { } credential
            || !credential.TryGetProperty("access_rules", out var list)
            || list.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var rules = new List<AccessRule>();
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var rule in list.EnumerateArray())
            {
                if (JsonText.Of(rule, "service") is { } service
                    && JsonText.Of(rule, "method") is { } method
                    && JsonText.Of(rule, "path") is { Length: <= AccessRule.LongestPath } path)
                {
                    rules.Add(new(service, method, path));
                }
            }
        }

        return new([.. rules], [.. ServiceCatalog.Read(token).Services.Select(service => service.Type)]);
    }

    /// <summary>Whether the request may be made.</summary>
    /// <param name="serviceType">This service's type, from <c>service_type</c>; null when it is not known.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path, without query.</param>
    /// <param name="hasServiceToken">A valid service token came along: a service acts, which rules do not bind.</param>
    public bool Allow(string? serviceType, string method, string path, bool hasServiceToken)
    {
        if (serviceType is null)
            return false;
        // Keystone lets every token be validated.
        if (serviceType == Identity && method == HttpMethods.Get && path.EndsWith("/v3/auth/tokens", StringComparison.Ordinal))
            return true;
        if (!_catalogTypes.Contains(serviceType))
            return false;
        if (hasServiceToken)
            return true;

        foreach (var rule in _rules)
        {
            if (rule.Allows(serviceType, method, path))
                return true;
        }

        return false;
    }
}
