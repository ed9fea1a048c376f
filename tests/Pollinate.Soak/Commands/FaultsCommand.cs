using System.CommandLine;
using Pollinate.Soak.Faults;

namespace Pollinate.Soak.Commands;

internal static class FaultsCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var part = new Option<bool>("--part") { Description = "Run some cells only, with every fault and every back end among them." };
        var only = new Option<string?>("--only") { Description = "Run those cells only whose fault or back end has this in its name." };
        var seconds = new Option<double>("--seconds") { Description = "How long each fault lasts, in seconds.", DefaultValueFactory = _ => 4 };
        var slack = new Option<double>("--slack") { Description = "By how many seconds an answer may be later than the budget.", DefaultValueFactory = _ => 0.5 };
        var command = new Command("faults", "Puts each back end of the daemon to each fault while clients ask, and checks what comes of it.") { part, only, seconds, slack };
        common.AddTo(command);
        command.SetAction((result, cancellationToken) => new FaultRun(
            new(
                result.GetValue(common.Daemon)!,
                result.GetValue(common.Plugins)!,
                result.GetValue(common.Configuration)!,
                result.GetValue(part),
                result.GetValue(only),
                TimeSpan.FromSeconds(result.GetValue(seconds)),
                TimeSpan.FromSeconds(result.GetValue(slack))),
            result.GetValue(common.Report)).RunAsync(cancellationToken));
        return command;
    }
}
