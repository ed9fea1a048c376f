using System.Text;
using Pollinate.Host.Commands;
using Pollinate.Host.Configuration;
using Pollinate.Host.Tests.Configuration;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Commands;

/// <summary>
/// A command in this process, with the configuration of a test, a plugins folder of its own, and a cache folder that
/// holds the same before and after.
/// </summary>
internal sealed class CommandUnderTest : IDisposable
{
    /// <summary>What stands in for the test's own folder in what is printed.</summary>
    public const string Root = "/srv";

    private readonly TemporaryFolder _folder = new();

    public CommandUnderTest(params string[] plugins)
    {
        foreach (var plugin in plugins)
            BuiltPlugins.CopyFixture(plugin, Plugins);
        Directory.CreateDirectory(Cache);
    }

    public string Plugins => _folder.Combine("plugins");

    public string Cache => _folder.Combine("cache");

    public string LogFile => _folder.Combine("daemon.log");

    public int? Width { get; init; }

    public string Input { get; init; } = "";

    /// <summary>What is in the cache folder before, by name, and has to be there afterwards.</summary>
    public IReadOnlyList<string> Cached { get; init; } = [];

    public string Write(string name, string content) => _folder.Write(name, content);

    /// <param name="configuration">What to append to a configuration with these folders and without authentication.</param>
    /// <param name="run">The command.</param>
    public async Task<CommandResult> RunAsync(string configuration, Func<ConfigurationArguments, CommandStreams, Task<int>> run)
    {
        _folder.Write("base.conf", $"""
            [DEFAULT]
            auth_strategy = noauth
            plugins_dir = {Plugins}
            plugins_cache_dir = {Cache}
            log_file = {LogFile}
            [server]
            host = 127.0.0.1
            """);
        _folder.Write("test.conf", configuration);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(Input));
        using var output = new MemoryStream();
        await using var errors = new StringWriter { NewLine = "\n" };
        var streams = new CommandStreams(input, output, errors, Width);
        var arguments = OsloCase.Arguments(_folder, [new(false, "base.conf"), new(false, "test.conf")]);
        var code = await CommandProcess.ReportAsync(streams, () => run(arguments, streams));
        if (Directory.Exists(Cache))
            Directory.EnumerateFileSystemEntries(Cache).Select(Path.GetFileName).Should().BeEquivalentTo(Cached, "a command leaves no private copies behind");
        File.Exists(LogFile).Should().BeFalse("a command does not touch the daemon's log");
        return new(code, Readable(Encoding.UTF8.GetString(output.ToArray())), Readable(errors.ToString()));
    }

    public void Dispose() => _folder.Dispose();

    private string Readable(string text) => text.Replace(_folder.Path, Root, StringComparison.Ordinal);
}
