using System.CommandLine;
using Pollinate.Soak.Steady;

namespace Pollinate.Soak.Commands;

internal static class SoakCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 60 };
        var rate = new Option<int>("--rate") { Description = "Requests a second.", DefaultValueFactory = _ => 200 };
        var reloadEvery = new Option<double>("--reload-every") { Description = "Seconds from one reload to the next.", DefaultValueFactory = _ => 60 };
        var faultEvery = new Option<double>("--fault-every") { Description = "Seconds from one fault to the next.", DefaultValueFactory = _ => 10 };
        var faultSeconds = new Option<double>("--fault-seconds") { Description = "How long each fault lasts, in seconds.", DefaultValueFactory = _ => 4 };
        var slack = new Option<double>("--slack") { Description = "By how many seconds an answer may be later than the budget.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "What the faults are chosen by.", DefaultValueFactory = _ => Environment.TickCount };
        var command = new Command("soak", "Asks the daemon at a fixed rate for long, with reloads and random faults of its back ends, and checks what comes of it.")
        {
            minutes, rate, reloadEvery, faultEvery, faultSeconds, slack, seed,
        };
        common.AddTo(command);
        command.SetAction((result, cancellationToken) => new SoakRun(
            new(
                result.GetValue(common.Daemon)!,
                result.GetValue(common.Plugins)!,
                result.GetValue(common.Configuration)!,
                TimeSpan.FromMinutes(result.GetValue(minutes)),
                result.GetValue(rate),
                // A soak without any reload would show nothing of reloads.
                TimeSpan.FromSeconds(Math.Min(result.GetValue(reloadEvery), result.GetValue(minutes) * 60 / 4)),
                TimeSpan.FromSeconds(result.GetValue(faultEvery)),
                TimeSpan.FromSeconds(result.GetValue(faultSeconds)),
                TimeSpan.FromSeconds(result.GetValue(slack)),
                result.GetValue(seed)),
            result.GetValue(common.Report)).RunAsync(cancellationToken));
        return command;
    }
}
