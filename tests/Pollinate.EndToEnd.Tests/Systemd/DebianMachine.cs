using System.Text;
using Pollinate.EndToEnd.Tests.Debian;
using Pollinate.EndToEnd.Tests.Packaging;
using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Systemd;

/// <summary>A fresh Debian that has booted: its own systemd, network, processes and files. It has nothing but what it was made with.</summary>
internal sealed class DebianMachine : IAsyncDisposable
{
    private const string OwnPath = "/usr/sbin:/usr/bin:/sbin:/bin";
    private const char Mark = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DebianRoot _root;
    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _script;

    private DebianMachine(DebianRoot root, DirectoryInfo folder, ChildProcess script)
    {
        _root = root;
        _folder = folder;
        _script = script;
    }

    /// <summary>Its network, for services that it asks.</summary>
    public OwnNetwork Network => new(Pid, _folder.FullName);

    private string Pid => Read("pid").Trim();

    /// <summary>Makes one with these packages, and boots it.</summary>
    public static async Task<DebianMachine> StartAsync(params string[] packages)
    {
        var root = await DebianRoot.MakeAsync([.. packages, "systemd"]);
        var folder = Directory.CreateTempSubdirectory("nova-pollinate-machine-");
        var script = ChildProcess.Start("/bin/sh", [Path.Combine(AppContext.BaseDirectory, "Systemd", "machine.sh"), root.Path, folder.FullName]);
        var machine = new DebianMachine(root, folder, script);
        try
        {
            await Eventually.WaitForAsync("the machine to boot", Patience, machine.HasBootedAsync);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path there, seen from outside.</summary>
    public string Outside(string path) => _root.Outside(path);

    /// <summary>Runs lines in one shell of root's, in root's folder, as somebody types who answers every question by Enter.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="environment">Variables besides the usual ones.</param>
    /// <returns>What each line printed, errors among it.</returns>
    /// <exception cref="InvalidOperationException">A line ended with another code than 0; those after it were not run.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> lines, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var script = new StringBuilder("cd /root; exec 2>&1 < <(printf '\\n%.0s' {1..99})\n");
        foreach (var line in lines)
            script.Append($"printf '{Mark}'\n{line}\ncode=$?; [ $code = 0 ] || exit $code\n");
        await using var shell = Enter("/bin/bash", ["-c", script.ToString()], environment);
        var code = await shell.WaitAsync(Patience);
        var outputs = shell.Output.Split(Mark)[1..];
        return code == 0
            ? [.. outputs.Select(output => output.Trim())]
            : throw new InvalidOperationException($"'{lines[outputs.Length - 1]}' ended with {code}:\n{outputs[^1]}");
    }

    /// <summary>Runs one line.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(string line) => (await RunAsync([line])).Single();

    /// <summary>Does what <c>systemctl edit</c> leaves to its user: adds lines to a unit's drop-in.</summary>
    public async Task EditUnitAsync(string unit, string lines)
    {
        await File.WriteAllTextAsync(Outside("/root/lines"), lines);
        await File.WriteAllTextAsync(Outside("/root/editor"), """
            #!/bin/sh
            for file; do :; done
            exec sed -i '/^### Anything between here/r /root/lines' "$file"
            """);
        File.SetUnixFileMode(Outside("/root/editor"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // It wants a terminal, and what makes one takes in all that it is given.
        await RunAsync($"SYSTEMD_EDITOR=/root/editor script --quiet --return --command 'systemctl edit {unit}' /dev/null < /dev/null");
        await RunAsync("rm /root/editor /root/lines");
    }

    public async ValueTask DisposeAsync()
    {
        await _script.DisposeAsync();
        _folder.Delete(recursive: true);
        await _root.DisposeAsync();
    }

    private async Task<bool> HasBootedAsync()
    {
        if (_script.HasEnded)
            throw new InvalidOperationException($"The machine has ended:\n{_script.Errors}\n{Read("console")}");
        if (Pid.Length == 0)
            return false;
        await using var ask = Enter("/bin/systemctl", ["is-system-running"], environment: null);
        await ask.WaitAsync(Patience);
        return ask.Output.Trim() switch
        {
            "running" => true,
            "degraded" => throw new InvalidOperationException($"Some unit did not start:\n{await RunAsync("systemctl --failed --no-pager")}\n{Read("console")}"),
            _ => false,
        };
    }

    private ChildProcess Enter(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment) => ChildProcess.Start(
        "/usr/bin/nsenter",
        [
            "--target", Pid, "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wd", "/usr/bin/env", "--ignore-environment",
            $"PATH={OwnPath}", "HOME=/root", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
            .. (environment ?? new Dictionary<string, string?>()).Select(variable => $"{variable.Key}={variable.Value}"), file, .. arguments,
        ]);

    private string Read(string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
