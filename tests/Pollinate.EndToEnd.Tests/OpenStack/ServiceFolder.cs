using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.OpenStack;

/// <summary>The folder of a service: its configuration and databases. Goes with it.</summary>
internal sealed class ServiceFolder(string service) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory($"{service}-");

    public string Path => _folder.FullName;

    /// <summary>A file of it, which need not exist.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// The section <c>[database]</c> or another for one of its databases. A crash of the machine may harm it, which spares
    /// waiting for the disk.
    /// </summary>
    public string Database(string section, string name) => $"""
        [{section}]
        connection = {Connection(name)}
        sqlite_synchronous = false
        """;

    public string Connection(string name) => $"sqlite:///{File(name)}.sqlite";

    /// <summary>Runs a program of Debian's to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        await using var process = await ChildProcess.RunAsync(
            $"/usr/bin/{program}", arguments, Patience, new Dictionary<string, string?> { ["PYTHONDONTWRITEBYTECODE"] = "1" });
        return process.Output;
    }

    /// <summary>Runs a script of the folder <c>Python</c> to its end.</summary>
    /// <returns>What it printed.</returns>
    public static Task<string> RunScriptAsync(string script, params string[] arguments) =>
        RunAsync("python3", [System.IO.Path.Combine(AppContext.BaseDirectory, "Python", script), .. arguments]);

    public void Dispose() => _folder.Delete(recursive: true);
}
