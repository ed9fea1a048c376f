using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.Leaks;

namespace Pollinate.EndToEnd.Tests.Commands;

/// <summary>Runs the commands of the published executable, with their files and everything temporary in one folder.</summary>
internal sealed partial class CommandFolder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nova-pollinate-");
    private ChildProcess? _cloud;

    public CommandFolder()
    {
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Path.Combine(Cache, "plugins"));
    }

    /// <summary>What the commands have for a temporary folder.</summary>
    private string Temporary => Path.Combine(_folder.FullName, "tmp");

    private string Cache => Path.Combine(_folder.FullName, "cache");

    /// <summary>The configuration of the commands.</summary>
    public string ConfigurationFile => Path.Combine(_folder.FullName, "nova-pollinate.conf");

    /// <summary>What the commands have left of their private copies.</summary>
    public IEnumerable<string> Left =>
        Directory.EnumerateFileSystemEntries(Temporary).Concat(Directory.EnumerateFileSystemEntries(Path.Combine(Cache, "plugins")))
            // The runtime's own, of every process.
            .Where(path => !Path.GetFileName(path).StartsWith("dotnet-diagnostic-", StringComparison.Ordinal) &&
                !Path.GetFileName(path).StartsWith("clr-debug-pipe-", StringComparison.Ordinal));

    public string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Configures a daemon without authentication that has one fixture for a plugin.</summary>
    public void ConfigureFixture(string name, string options)
    {
        var plugin = Directory.CreateDirectory(Path.Combine(_folder.FullName, "plugins", name));
        foreach (var file in Directory.EnumerateFiles(Repository.PluginFolder(name)))
            File.Copy(file, Path.Combine(plugin.FullName, Path.GetFileName(file)));
        Write("nova-pollinate.conf", $"[DEFAULT]\nauth_strategy = noauth\nplugins_dir = {plugin.Parent!.FullName}\n{options}\n[server]\nhost = 127.0.0.1\n");
    }

    /// <summary>Starts the simulated cloud and configures a daemon with the published plugins for it.</summary>
    public async Task ConfigureCloudAsync()
    {
        _cloud = ChildProcess.Start("dotnet", [Repository.SimulatedCloud]);
        await Eventually.WaitForAsync("the simulated cloud to say where it is", Patience, () => Task.FromResult(CloudAddress().IsMatch(_cloud.Output)));
        var address = CloudAddress().Match(_cloud.Output).Groups[1].Value;
        Write("nova-pollinate.conf", $"""
            [DEFAULT]
            providers = project_info,cloudstor,nvidia_vgpu,windows_product_key,crowdstrike,test
            [keystone_authtoken]
            auth_type = password
            auth_url = {address}identity/v3
            username = pollinate
            password = secret
            user_domain_name = Default
            project_name = service
            project_domain_name = Default
            [service_auth]
            auth_section = keystone_authtoken
            [vault]
            url = {address}vault
            token = sample-vault-token
            path = nova-pollinate
            """);
    }

    /// <summary>Adds to what <see cref="ConfigureCloudAsync"/> has configured.</summary>
    public void Configure(string further) => File.AppendAllText(ConfigurationFile, $"\n{further}\n");

    /// <summary>Starts a command with this folder's configuration; without arguments the daemon.</summary>
    public ChildProcess Start(params string[] arguments) =>
        ChildProcess.Start(Repository.Executable, [.. arguments, "--config-file", ConfigurationFile], Environment());

    /// <summary>Runs a line of a document in a shell, in which <c>nova-pollinate</c> is the published one, with this folder's configuration.</summary>
    public async Task<(int Code, string Output, string Errors)> RunLineAsync(string line)
    {
        var programs = Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin"));
        var program = Write("bin/nova-pollinate", $"#!/bin/sh\nexec '{Repository.Executable}' \"$@\" --config-file '{ConfigurationFile}'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var environment = Environment();
        environment["PATH"] = $"{programs.FullName}:{System.Environment.GetEnvironmentVariable("PATH")}";
        var text = line.Replace("/etc/nova-pollinate/nova-pollinate.conf", ConfigurationFile, StringComparison.Ordinal)
            .Replace("request.json", Path.Combine(_folder.FullName, "request.json"), StringComparison.Ordinal);
        await using var shell = ChildProcess.Start("/bin/sh", ["-c", text], environment);
        var code = await shell.WaitAsync(Patience);
        return (code, shell.Output, shell.Errors);
    }

    private Dictionary<string, string?> Environment() => new() { ["CACHE_DIRECTORY"] = Cache, ["TMPDIR"] = Temporary };

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        var code = await command.WaitAsync(Patience);
        // An answer is for who asked; and secrets that were asked for by name are, too.
        var isAnswer = arguments is ["invoke", ..] || arguments.Contains("--show-secrets");
        new LeakSearch(Marks.All).Describe(isAnswer ? command.Errors : command.Output + command.Errors).Should().BeEmpty();
        return (code, command.Output, command.Errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cloud is not null)
            await _cloud.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"The simulated cloud is at (http://\S+)")]
    private static partial Regex CloudAddress();
}
