using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Debian;

/// <summary>
/// The Debian packages that tests need. Where they are missing and the tests run as root, they are installed; no service of
/// theirs is started.
/// </summary>
internal static class DebianPackages
{
    private const string Policy = "/usr/sbin/policy-rc.d";
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(20);

    private static readonly Dictionary<string, string?> Quiet = new() { ["DEBIAN_FRONTEND"] = "noninteractive", ["LC_ALL"] = "C" };

    /// <summary>Sees to it that the packages are installed.</summary>
    /// <returns>Null when they are; else why not, as a sentence.</returns>
    public static async Task<string?> EnsureAsync(params string[] packages)
    {
        if (!File.Exists("/usr/bin/dpkg-query"))
            return "This is no Debian: there is no dpkg-query.";
        var missing = await FindMissingAsync(packages);
        if (missing.Count == 0)
            return null;
        if (!Environment.IsPrivilegedProcess)
            return $"Debian's packages {string.Join(", ", missing)} are missing, and only root can install them.";

        try
        {
            using var alone = await AptLock.TakeAsync(InstallTime);
            // The one before may have installed them.
            missing = await FindMissingAsync(packages);
            if (missing.Count > 0)
                await InstallAsync(missing);
        }
        catch (InvalidOperationException exception)
        {
            return $"Debian's packages {string.Join(", ", missing)} can't be installed: {exception.Message}";
        }

        missing = await FindMissingAsync(packages);
        return missing.Count == 0 ? null : $"Debian's packages {string.Join(", ", missing)} are still missing.";
    }

    /// <summary>As <see cref="EnsureAsync"/>; without them the running test is skipped, and with <c>CI=true</c> it fails.</summary>
    public static async Task RequireAsync(params string[] packages)
    {
        if (await EnsureAsync(packages) is { } reason)
            GiveUp(reason);
    }

    /// <summary>
    /// Unpacks a package into a folder without installing it, for those that would change the machine that they are installed
    /// on. Without it the running test is skipped, and with <c>CI=true</c> it fails.
    /// </summary>
    public static async Task UnpackAsync(string package, string folder)
    {
        try
        {
            await DownloadAsync(package, folder);
            await using var unpack = await ChildProcess.RunAsync(
                "/usr/bin/dpkg-deb", ["--extract", Directory.GetFiles(folder, $"{package}_*.deb").Single(), folder], InstallTime);
        }
        catch (InvalidOperationException exception)
        {
            GiveUp($"Debian's package {package} can't be had: {exception.Message}");
        }
    }

    private static async Task DownloadAsync(string package, string folder)
    {
        try
        {
            await RunAsync();
        }
        catch (InvalidOperationException) when (Environment.IsPrivilegedProcess)
        {
            // Its lists may be missing or old.
            using (await AptLock.TakeAsync(InstallTime))
                await RunAptAsync("update");
            await RunAsync();
        }

        // It downloads to the folder that it runs in.
        async Task RunAsync()
        {
            await using var download = await ChildProcess.RunAsync(
                "/bin/sh", ["-c", "cd \"$1\" && exec /usr/bin/apt-get download --quiet \"$2\"", "sh", folder, package], InstallTime, Quiet);
        }
    }

    /// <summary>Skips the running test, and with <c>CI=true</c> fails it.</summary>
    public static void GiveUp(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason);
        Assert.Ignore(reason);
    }

    private static async Task<IReadOnlyList<string>> FindMissingAsync(string[] packages)
    {
        await using var query = ChildProcess.Start("/usr/bin/dpkg-query", ["--show", "--showformat=${Package} ${db:Status-Status}\\n", .. packages]);
        // Its exit code is not 0 when it does not know one of them.
        await query.WaitAsync(InstallTime);
        var installed = query.Output.Split('\n').Select(line => line.Trim());
        return [.. packages.Except(installed.Where(line => line.EndsWith(" installed", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]))];
    }

    private static async Task InstallAsync(IReadOnlyList<string> packages)
    {
        var isOurs = !File.Exists(Policy);
        if (isOurs)
        {
            // Debian starts a service as it installs it; 101 forbids that.
            await File.WriteAllTextAsync(Policy, "#!/bin/sh\nexit 101\n");
            File.SetUnixFileMode(Policy, (UnixFileMode)0b111_101_101);
        }

        try
        {
            await RunAptAsync("update");
            await RunAptAsync("install", ["--yes", "--no-install-recommends", .. packages]);
        }
        finally
        {
            if (isOurs)
                File.Delete(Policy);
        }
    }

    private static async Task RunAptAsync(string command, params string[] arguments)
    {
        await using var apt = await ChildProcess.RunAsync(
            "/usr/bin/apt-get", [command, "--quiet", "--option=DPkg::Lock::Timeout=300", .. arguments], InstallTime, Quiet);
    }
}
