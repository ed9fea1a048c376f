using System.CommandLine;
using Pollinate.Host.Caching;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Hosting;
using Pollinate.Host.Listening;
using Pollinate.Host.Permissions;

namespace Pollinate.Host.Commands;

/// <summary><c>nova-pollinate check</c>: does everything that a start does, but for the serving, and says what is wrong.</summary>
internal static class CheckCommand
{
    /// <param name="switches">The switches that say which files are read.</param>
    public static Command Create(ConfigurationSwitches switches)
    {
        var command = new Command(
            "check",
            "Say whether the daemon would start: reads the configuration, loads the plugins, constructs every provider and has it check " +
            "itself. Listens nowhere, so a running daemon is in no way. Run it as the daemon's user. The exit code is 1 when anything is " +
            "wrong; standard error has one line for each thing.");
        command.SetAction((result, _) => CommandProcess.RunAsync((streams, cancellationToken) =>
            RunAsync(ConfigurationArguments.OfProcess(switches.Paths(result)), streams, cancellationToken)));
        return command;
    }

    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The configuration can't be read.</exception>
    /// <exception cref="StartException">Something stands against serving.</exception>
    internal static async Task<int> RunAsync(ConfigurationArguments arguments, CommandStreams streams, CancellationToken cancellationToken)
    {
        var configuration = DaemonConfiguration.Load(arguments);
        // Before anything is looked at that it names.
        FilePermissions.Find(configuration).DemandPlaces();
        var problems = ListenerProblems(configuration.Snapshot, streams);
        try
        {
            await using var made = await CommandGeneration.MakeAsync(configuration, streams, cancellationToken);
            if (problems.Count > 0)
                throw new StartException(problems);
            streams.WriteWarnings(await SilentCachesAsync(made.Generation.Services.GetRequiredService<SharedCache>(), cancellationToken));
            streams.Write(writer =>
            {
                foreach (var entry in made.Generation.Pipeline.Entries)
                    writer.WriteLine($"{entry.Name}: ready, {entry.Description.TypeName} from {entry.Description.Folder.Path}");
                writer.WriteLine("everything is in order");
            });
            return CommandProcess.Good;
        }
        catch (StartException exception) when (!ReferenceEquals(exception.Errors, problems))
        {
            // A daemon that starts logs them; one that does not has worse to say.
            streams.WriteWarnings(StartChecks.Find(configuration.Snapshot).Warnings);
            throw new StartException([.. problems, .. exception.Errors]);
        }
    }

    /// <summary>The servers of the shared cache that do not answer. The daemon serves without them.</summary>
    private static async Task<IReadOnlyList<string>> SilentCachesAsync(SharedCache cache, CancellationToken cancellationToken)
    {
        var reasons = await Task.WhenAll(cache.Servers.Select(async server =>
            (server.Name, Reason: await server.ProbeAsync(cancellationToken))));
        return [.. reasons.Where(server => server.Reason is not null).Select(server => $"{server.Name} {server.Reason}: tokens are validated without this shared cache.")];
    }

    /// <summary>Says what is worth a word of the listener, and returns what stands against it.</summary>
    private static IReadOnlyList<string> ListenerProblems(ConfigurationSnapshot snapshot, CommandStreams streams)
    {
        try
        {
            if (Listener.Of(snapshot, []).Tls?.Flaw(TimeProvider.System.GetUtcNow()) is { } flaw)
                streams.WriteWarnings([flaw]);
            return [];
        }
        catch (StartException exception)
        {
            return exception.Errors;
        }
    }
}
