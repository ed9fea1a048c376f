using System.Diagnostics;

namespace Pollinate.Harness.Processes;

/// <summary>A program of Debian's that the harness runs; root has it installed when it is missing.</summary>
internal static class DebianPackage
{
    /// <returns>The path of the program.</returns>
    /// <exception cref="HarnessException">It is missing and can't be installed.</exception>
    public static async Task<string> EnsureAsync(string package, CancellationToken cancellationToken)
    {
        var program = $"/usr/bin/{package}";
        if (File.Exists(program))
            return program;
        if (!Environment.IsPrivilegedProcess)
            throw new HarnessException($"{program} is missing, and only root can install it: apt-get install {package}.");
        if (!File.Exists("/usr/bin/apt-get"))
            throw new HarnessException($"{program} is missing, and this is no Debian that could install the package {package}.");
        await RunAptAsync(["update"], package, cancellationToken);
        await RunAptAsync(["install", "--yes", "--no-install-recommends", package], package, cancellationToken);
        return File.Exists(program) ? program : throw new HarnessException($"{program} is missing though the package {package} is installed.");
    }

    private static async Task RunAptAsync(string[] arguments, string package, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("/usr/bin/apt-get", [.. arguments, "--quiet", "--option=DPkg::Lock::Timeout=300"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.Environment["LC_ALL"] = "C";
        using var apt = Process.Start(start)!;
        var errors = apt.StandardError.ReadToEndAsync(cancellationToken);
        await apt.StandardOutput.ReadToEndAsync(cancellationToken);
        await apt.WaitForExitAsync(cancellationToken);
        if (apt.ExitCode != 0)
            throw new HarnessException($"apt-get {arguments[0]} failed, and the package {package} is needed: {(await errors).Trim()}");
    }
}
