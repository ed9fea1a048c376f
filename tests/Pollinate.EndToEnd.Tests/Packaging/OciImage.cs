using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The image that <c>packaging/oci/Containerfile</c> defines, built by buildah in a storage of its own.</summary>
internal sealed partial class OciImage : IAsyncDisposable
{
    private const string Name = "localhost/nova-pollinate";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("nova-pollinate-image-");
    private string _container = "";

    private OciImage()
    {
    }

    /// <summary>The definition.</summary>
    public static string Definition { get; } = Path.Combine(Repository.Root, "packaging", "oci", "Containerfile");

    /// <summary>Builds it upon a Debian, which stands in for the image that the definition begins with: nothing is pulled.</summary>
    public static async Task<OciImage> BuildAsync(DebianRoot debian)
    {
        var image = new OciImage();
        try
        {
            var first = First().Match(await File.ReadAllTextAsync(Definition)).Groups[1].Value;
            var scratch = await image.BuildahAsync("from", "scratch");
            await image.BuildahAsync("add", "--quiet", scratch, debian.Path, "/");
            await image.BuildahAsync("commit", "--quiet", "--rm", scratch, $"docker.io/library/{first}");
            await image.BuildahAsync("bud", "--isolation", "chroot", "--pull-never", "--file", Definition, "--tag", Name, BuiltPackage.Folder);
            image._container = await image.BuildahAsync("from", "--pull-never", Name);
            return image;
        }
        catch
        {
            await image.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts its program, on this machine's network.</summary>
    /// <param name="configuration">What <c>/etc/nova-pollinate</c> is there.</param>
    /// <param name="arguments">The program's arguments.</param>
    public ChildProcess Start(string configuration, params string[] arguments)
    {
        var program = EntryPoint().Match(File.ReadAllText(Definition)).Groups[1].Value;
        return Buildah(["run", "--isolation", "chroot", "--volume", $"{configuration}:/etc/nova-pollinate:ro", _container, "--", program, .. arguments]);
    }

    public async ValueTask DisposeAsync()
    {
        await using var remove = await ChildProcess.RunAsync("/bin/rm", ["-rf", "--one-file-system", _storage.FullName], Patience);
    }

    private async Task<string> BuildahAsync(params string[] arguments)
    {
        await using var buildah = Buildah(arguments);
        return await buildah.WaitAsync(Patience) == 0
            ? buildah.Output.Trim()
            : throw new InvalidOperationException($"buildah {string.Join(' ', arguments)} failed:\n{buildah.Output}\n{buildah.Errors}");
    }

    /// <summary>In namespaces, so that nothing stays mounted, and nothing stays running.</summary>
    private ChildProcess Buildah(IEnumerable<string> arguments) => ChildProcess.Start(
        "/usr/bin/unshare",
        [
            "--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc", "/usr/bin/buildah", "--storage-driver", "vfs",
            "--root", Path.Combine(_storage.FullName, "root"), "--runroot", Path.Combine(_storage.FullName, "run"), .. arguments,
        ],
        new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive", ["TMPDIR"] = _storage.FullName });

    [GeneratedRegex(@"^FROM (\S+)$", RegexOptions.Multiline)]
    private static partial Regex First();

    [GeneratedRegex("""^ENTRYPOINT \["(.+)"\]$""", RegexOptions.Multiline)]
    private static partial Regex EntryPoint();
}
