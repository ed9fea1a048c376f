using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Commands;

/// <summary>
/// The private copies of plugins that a command loads. They lie below the daemon's folder for such copies, where plugins may
/// be run from, or in a temporary folder where the user of the command can't write there; and go with the command.
/// </summary>
internal sealed class CommandStore : IDisposable
{
    // Apart from the daemon's own stores: what a daemon that died left there is for its next start to look at.
    private const string FolderName = "commands";

    private readonly string _folder;

    private CommandStore(string folder, PluginStore plugins)
    {
        _folder = folder;
        Plugins = plugins;
    }

    /// <summary>The copies.</summary>
    public PluginStore Plugins { get; }

    /// <param name="options">The options in force.</param>
    /// <param name="environment">Reads an environment variable; null when it is not set.</param>
    /// <exception cref="CommandException">There is no folder to write to at all.</exception>
    public static CommandStore Open(DefaultOptions options, Func<string, string?> environment)
    {
        var folder = "";
        try
        {
            // Only a folder that is there: one that this command makes would be its user's, and useless to the daemon.
            var cache = PluginDirectories.Cache(options, environment);
            if (Directory.Exists(cache))
            {
                folder = Path.Combine(cache, FolderName);
                return new(folder, PluginStore.Open(folder));
            }
        }
        catch (PluginException)
        {
            // A temporary folder does as well.
        }

        try
        {
            folder = Directory.CreateTempSubdirectory("nova-pollinate-").FullName;
            return new(folder, PluginStore.Open(folder));
        }
        catch (Exception exception) when (exception is PluginException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"There is no folder for the private copies of plugins: {exception.Message.TrimEnd('.')}; set TMPDIR to a folder that can be written to.");
        }
    }

    public void Dispose()
    {
        Plugins.Dispose();
        try
        {
            Directory.Delete(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another command is using it.
        }
    }
}
