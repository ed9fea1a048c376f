using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Configuration.Printing;

namespace Pollinate.Fuzz.Targets;

/// <summary>A whole configuration: the file, the values of all options, the references among them, and their printing.</summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    private readonly string _folder;
    private readonly string _file;
    private readonly ConfigurationArguments _arguments;

    public ConfigurationTarget()
    {
        _folder = ScratchFile.FolderFor("configuration");
        _file = Path.Combine(_folder, "fuzzed.conf");
        _arguments = new()
        {
            Paths = [new(IsDirectory: false, _file)],
            Environment = new Dictionary<string, string>(),
            BaseDirectory = _folder,
            DefaultFile = Path.Combine(_folder, "none.conf"),
            DefaultDirectory = Path.Combine(_folder, "none.d"),
        };
    }

    public string Name => "configuration";

    public InputShape Shape => InputShape.Ini;

    public string Seeds => "ini";

    // Some two hundred options are bound and printed, whatever the file says; and each name that is none is compared with those.
    public MemoryAllowance Memory => new(2 * 1024 * 1024, 1024);

    public bool Run(ReadOnlySpan<byte> input)
    {
        ScratchFile.Write(_file, input);
        ConfigurationSnapshot snapshot;
        try
        {
            snapshot = ConfigurationLoader.Load(_arguments, []);
        }
        catch (ConfigurationException exception)
        {
            Expect.That(exception.Errors.Count > 0, "nothing is said of what is wrong");
            return false;
        }

        snapshot.Bind<DefaultOptions>();
        snapshot.Bind<ServerOptions>();
        snapshot.Bind<KeystoneAuthtokenOptions>();
        snapshot.Bind<ServiceAuthOptions>();
        snapshot.Bind<SecretsOptions>();
        snapshot.Bind<VaultOptions>();
        snapshot.Bind<CacheOptions>();
        snapshot.Bind<OsloMiddlewareOptions>();
        snapshot.Bind<HealthcheckOptions>();
        using var text = new StringWriter();
        new ConfigurationPrinter(snapshot, showSecrets: true).WriteIni(text);
        new ConfigurationPrinter(snapshot, showSecrets: false).WriteJson(text);
        return true;
    }
}
