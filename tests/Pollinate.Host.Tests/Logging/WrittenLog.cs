using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Logging;
using Pollinate.Host.Redaction;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Logging;

/// <summary>The daemon's log by itself, in a folder of its own.</summary>
internal sealed class WrittenLog : IDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="options">The options; without any place to log to, a file.</param>
    /// <param name="places">Where the system's own logs listen.</param>
    public WrittenLog(DefaultOptions? options = null, LogPlaces? places = null)
    {
        options ??= new();
        if (options is { LogFile: null, UseJournal: false, UseSyslog: false, LogConfigAppend: null })
            options = options with { LogFile = File };
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddPollinateLogging(options, Redactor, places))
            .BuildServiceProvider();
        Provider = _services.GetRequiredService<LogProvider>();
        Logger = Of("a.logger");
    }

    public TemporaryFolder Folder { get; } = new();

    public Redactor Redactor { get; } = new();

    public LogProvider Provider { get; }

    public ILogger Logger { get; }

    public string File => Folder.Combine("log");

    public string[] Lines
    {
        get
        {
            Flush();
            return System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [];
        }
    }

    public ILogger Of(string name) => _services.GetRequiredService<ILoggerFactory>().CreateLogger(name);

    public void Flush() => Provider.Queue.Flush(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _services.Dispose();
        Folder.Dispose();
    }
}
