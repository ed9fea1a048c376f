using System.Text.Json;
using System.Text.RegularExpressions;
using Pollinate.Host.Configuration;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Configuration;

/// <summary>One case of <c>oslo-config-cases.json</c>.</summary>
internal sealed partial record OsloCase(
    string Name,
    IReadOnlyList<(string Path, string Text)> Files,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<ConfigurationPath> Paths,
    JsonElement? Values,
    string? ErrorOption,
    string? ErrorPlace)
{
    private const string FileSwitch = "--config-file=";
    private const string DirectorySwitch = "--config-dir=";

    /// <summary>The options that the cases were made with.</summary>
    public static readonly IReadOnlySet<string> KnownOptions = new HashSet<string>(StringComparer.Ordinal)
    {
        "DEFAULT.auth_strategy", "DEFAULT.providers", "DEFAULT.api_timeout", "DEFAULT.host", "DEFAULT.debug", "DEFAULT.log_file",
        "server.host", "server.port", "server.secret_key",
        "vault.url", "vault.role", "vault.token", "vault.path", "vault.timeout",
        "keystone_authtoken.auth_url", "keystone_authtoken.username", "keystone_authtoken.password",
        "keystone_authtoken.insecure", "keystone_authtoken.memcached_servers", "keystone_authtoken.token_cache_time",
        "keystone_authtoken.service_token_roles", "keystone_authtoken.service_token_roles_required",
    };

    public static IReadOnlyList<OsloCase> All()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Configuration", "oslo-config-cases.json");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    /// <summary>Arguments in a test's own folder, where no configuration of the machine is read.</summary>
    public static ConfigurationArguments Arguments(
        TemporaryFolder folder,
        IReadOnlyList<ConfigurationPath> paths,
        IReadOnlyDictionary<string, string>? environment = null) => new()
        {
            Paths = paths,
            Environment = environment ?? new Dictionary<string, string>(),
            BaseDirectory = folder.Path,
            DefaultFile = folder.Combine("no-default.conf"),
            DefaultDirectory = folder.Combine("no-default.d"),
        };

    public ConfigurationArguments WriteTo(TemporaryFolder folder)
    {
        foreach (var (path, text) in Files)
            folder.Write(path, text);
        return Arguments(folder, Paths, Environment);
    }

    public override string ToString() => Name;

    private static OsloCase Read(JsonElement json)
    {
        var error = json.TryGetProperty("error", out var found) ? found : default;
        var place = error.ValueKind == JsonValueKind.Object
            ? Place().Match(error.GetProperty("message").GetString()!)
            : Match.Empty;
        return new(
            json.GetProperty("name").GetString()!,
            [.. json.GetProperty("files").EnumerateArray().Select(file => (file.GetProperty("path").GetString()!, file.GetProperty("text").GetString()!))],
            json.GetProperty("env").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!),
            [.. json.GetProperty("args").EnumerateArray().Select(argument => Switch(argument.GetString()!))],
            json.TryGetProperty("values", out var values) ? values.Clone() : null,
            error.ValueKind == JsonValueKind.Object && error.TryGetProperty("option", out var option)
                ? "[" + option.GetString()!.Replace("flask.", "server.", StringComparison.Ordinal).Replace(".", "] ", StringComparison.Ordinal)
                : null,
            place.Success ? $"{place.Groups[1].Value}:{place.Groups[2].Value}: " : null);
    }

    private static ConfigurationPath Switch(string argument) =>
        argument.StartsWith(FileSwitch, StringComparison.Ordinal)
            ? new(IsDirectory: false, argument[FileSwitch.Length..])
            : new(IsDirectory: true, argument[DirectorySwitch.Length..]);

    [GeneratedRegex(@"^Failed to parse \S+: at (\S+):(\d+),")]
    private static partial Regex Place();
}
