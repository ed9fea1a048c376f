using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Host.Configuration.Options;

[OptionGroup("healthcheck", Help = "What /healthcheck answers. Strangers are told no more than whether all is well; the reasons are on the admin listener.")]
internal sealed record HealthcheckOptions
{
    [Option("path", Unused = "it is always /healthcheck", Help = "Read for compatibility; has no effect.")]
    public string Path { get; init; } = "/healthcheck";

    [Option("detailed", Help = "Say more in the JSON and HTML answers of the admin listener, as ?detailed does for one: the state of each check and of the process.")]
    public bool Detailed { get; init; }

    [Option("backends", Help = "Checks to make: disable_by_file, disable_by_files_ports.")]
    public IReadOnlyList<string> Backends { get; init; } = [];

    [Option("disable_by_file_path", Path = PathPlace.Whole, Help = "While this file exists, disable_by_file says that the service is unhealthy.")]
    public string? DisableByFilePath { get; init; }

    [Option("disable_by_file_paths", Path = PathPlace.AfterColon,
        Help = "port:path entries; while the file of the port that the request came to exists, disable_by_files_ports says that the service is unhealthy.")]
    public IReadOnlyList<string> DisableByFilePaths { get; init; } = [];
}
