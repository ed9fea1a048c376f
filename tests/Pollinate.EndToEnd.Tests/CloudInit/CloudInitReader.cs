using System.Text.Json.Nodes;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.CloudInit;

/// <summary>
/// Debian's cloud-init as it reads vendordata in a guest. It is unpacked and not installed: where it is installed it takes the
/// machine for a fresh guest at the next boot.
/// </summary>
internal sealed class CloudInitReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cloud-init-");

    public static async Task<CloudInitReader> CreateAsync()
    {
        await DebianPackages.RequireAsync(
            "python3-configobj", "python3-jinja2", "python3-jsonpatch", "python3-jsonschema", "python3-requests", "python3-yaml");
        var reader = new CloudInitReader();
        try
        {
            await DebianPackages.UnpackAsync("cloud-init", reader._folder.FullName);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public async Task<GuestVendordata> ReadAsync(JsonObject vendordata)
    {
        await using var python = await ChildProcess.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "Python", "cloud_init_reader.py"), vendordata.ToJsonString()],
            Patience,
            new Dictionary<string, string?>
            {
                ["PYTHONPATH"] = Path.Combine(_folder.FullName, "usr", "lib", "python3", "dist-packages"),
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            });
        var read = JsonNode.Parse(python.Output)!;
        return new(read["raw"], read["config"]);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
