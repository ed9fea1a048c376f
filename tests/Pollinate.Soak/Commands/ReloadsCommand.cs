using System.CommandLine;
using Pollinate.Soak.Reloads;

namespace Pollinate.Soak.Commands;

internal static class ReloadsCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var reloads = new Option<int>("--reloads") { Description = "How many reloads.", DefaultValueFactory = _ => 200 };
        var seconds = new Option<int>("--seconds") { Description = "The least time of the load, in seconds.", DefaultValueFactory = _ => 60 };
        var warmUp = new Option<int>("--warm-up") { Description = "How long to load before the first reload, in seconds.", DefaultValueFactory = _ => 15 };
        var connections = new Option<int>("--connections") { Description = "How many connections ask all the time.", DefaultValueFactory = _ => 16 };
        var command = new Command("reloads", "Reloads the daemon under full load, each time with another version of a plugin, and checks what comes of it.")
        {
            reloads, seconds, warmUp, connections,
        };
        common.AddTo(command);
        command.SetAction((result, cancellationToken) => new ReloadSoak(
            new(
                result.GetValue(common.Daemon)!,
                result.GetValue(common.Plugins)!,
                result.GetValue(common.Configuration)!,
                result.GetValue(reloads),
                TimeSpan.FromSeconds(result.GetValue(seconds)),
                TimeSpan.FromSeconds(result.GetValue(warmUp)),
                result.GetValue(connections)),
            result.GetValue(common.Report)).RunAsync(cancellationToken));
        return command;
    }
}
