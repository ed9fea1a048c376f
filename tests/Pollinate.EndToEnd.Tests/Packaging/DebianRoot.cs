using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>A small Debian in a folder, without .NET, in which packages are installed as on a machine of its own.</summary>
internal sealed class DebianRoot : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string[] ForThePackage = ["ca-certificates", "init-system-helpers", "libssl3", "libstdc++6", "passwd", "systemd-standalone-sysusers"];

    private readonly DirectoryInfo _folder;

    private DebianRoot(DirectoryInfo folder) => _folder = folder;

    /// <summary>Its root, seen from outside.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "root");

    /// <summary>Makes one with what the package depends on. Where it can't be made the running test fails, and says why.</summary>
    public static Task<DebianRoot> MakeAsync() => MakeAsync(ForThePackage);

    /// <summary>Makes one with these packages and what they need.</summary>
    public static async Task<DebianRoot> MakeAsync(IEnumerable<string> packages)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("Only root can make a Debian in a folder, which the package is installed in; run the tests as root.");
        if (await DebianPackages.EnsureAsync("mmdebstrap") is { } reason)
            throw new InvalidOperationException($"A Debian in a folder, which the package is installed in, needs mmdebstrap: {reason}");
        var root = new DebianRoot(Directory.CreateTempSubdirectory("nova-pollinate-debian-"));
        try
        {
            await using var make = await ChildProcess.RunAsync(
                "/usr/bin/mmdebstrap",
                [
                    "--quiet", "--mode=root", "--variant=minbase", $"--include={string.Join(',', packages)}",
                    // It goes when the test ends. Without py3compile Python compiles what is used, and not all that is there.
                    "--dpkgopt=force-unsafe-io", "--dpkgopt=path-exclude=/usr/bin/py3compile", "bookworm", root.Path,
                ],
                Patience);
            return root;
        }
        catch
        {
            await root.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes another one like it.</summary>
    public async Task<DebianRoot> CopyAsync()
    {
        var copy = new DebianRoot(Directory.CreateTempSubdirectory("nova-pollinate-debian-"));
        try
        {
            await using var cp = await ChildProcess.RunAsync("/bin/cp", ["--archive", "--reflink=auto", Path, copy.Path], Patience);
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a file of this machine there.</summary>
    public void Copy(string file, string path)
    {
        var target = Outside(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        File.Copy(file, target, overwrite: true);
    }

    /// <summary>A path there, seen from outside.</summary>
    public string Outside(string path) => Path + path;

    /// <summary>Runs a command of the shell there, as root.</summary>
    /// <returns>The exit code, and what it printed, errors behind.</returns>
    public async Task<(int Code, string Output)> TryAsync(string command)
    {
        // In a mount namespace, so that nothing stays mounted, and a process namespace, so that nothing stays running.
        await using var process = ChildProcess.Start(
            "/usr/bin/unshare",
            ["--mount", "--pid", "--fork", "--kill-child=SIGKILL", "/bin/sh", "-c", "mount -t proc proc \"$0/proc\" && mount --bind /dev \"$0/dev\" && exec chroot \"$0\" /bin/sh -c \"$1\"", Path, command],
            new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive", ["LC_ALL"] = "C", ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["DOTNET_ROOT"] = null });
        var code = await process.WaitAsync(Patience);
        return (code, $"{process.Output}{process.Errors}");
    }

    /// <summary>Runs one that has to go well.</summary>
    public async Task<string> RunAsync(string command)
    {
        var (code, output) = await TryAsync(command);
        return code == 0 ? output : throw new InvalidOperationException($"'{command}' ended with {code}:\n{output}");
    }

    /// <summary>All files there with owner and mode, but for what package managers and account tools keep for themselves.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync()
    {
        var list = await RunAsync(
            @"find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache/apt -o -path /var/cache/ldconfig -o -path /var/log \) -prune" +
            @" -o ! -path '/etc/*-' ! -path /etc/.pwd.lock -printf '%p %u:%g %m\n' | sort");
        return list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public async ValueTask DisposeAsync()
    {
        await using var remove = await ChildProcess.RunAsync("/bin/rm", ["-rf", "--one-file-system", _folder.FullName], Patience);
    }
}
