using System.Diagnostics;

namespace Pollinate.Demo;

/// <summary>The daemon as a process of its own, with its configuration in a folder that goes with it.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private DaemonProcess(DirectoryInfo folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    public bool HasEnded => _process.HasExited;

    public static DaemonProcess Start(string executable, Func<DirectoryInfo, string> configuration)
    {
        // Owner only: the configuration holds a password.
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-demo-");
        var file = Path.Combine(folder.FullName, "nova-pollinate.conf");
        File.WriteAllText(file, configuration(folder));
        var start = new ProcessStartInfo(executable, ["--config-file", file, "--config-dir", folder.FullName]);
        return new(folder, Process.Start(start)!);
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // As systemd stops it; .NET has no call for this.
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
