using System.CommandLine;
using Pollinate.Harness;

var daemon = new Option<string>("--daemon") { Description = "The published daemon's executable.", Required = true };
var plugins = new Option<string>("--plugins") { Description = "The folder with the published plugins.", Required = true };
var floor = new Option<string>("--floor") { Description = "The executable that the daemon is measured against.", Required = true };
var cloud = new Option<string>("--cloud") { Description = "The simulated cloud's executable.", Required = true };
var gauge = new Option<string>("--gauge") { Description = "The startup hook that tells what a process allocates.", Required = true };
var output = new Option<string>("--output") { Description = "The folder for report.md and report.json.", Required = true };
var quick = new Option<bool>("--quick") { Description = "Measure less and shorter: all rows in less than two minutes, with rough figures." };
var compare = new Option<string?>("--compare") { Description = "The report.json of an earlier run, to compare with." };
var rows = new Option<string>("--rows") { Description = "The names of the rows to measure, with commas; all when it is missing.", DefaultValueFactory = _ => "" };
var pictures = new Option<string?>("--pictures") { Description = "The folder to draw the curves into." };
var root = new RootCommand("Measures the daemon against the smallest web server that answers the same, and writes a report.")
{
    daemon, plugins, floor, cloud, gauge, output, quick, compare, rows, pictures,
};
root.SetAction(async (result, cancellationToken) =>
{
    var settings = new HarnessSettings(
        result.GetValue(daemon)!,
        result.GetValue(plugins)!,
        result.GetValue(floor)!,
        result.GetValue(cloud)!,
        result.GetValue(gauge)!,
        result.GetValue(output)!,
        result.GetValue(quick),
        result.GetValue(compare),
        result.GetValue(rows)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        result.GetValue(pictures));
    try
    {
        return await new Bench(settings, Console.Out).RunAsync(cancellationToken);
    }
    catch (HarnessException exception)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        await Console.Error.WriteLineAsync("Stopped before it was done; there is no report.");
        return 130;
    }
});
// Whatever runs is stopped on Ctrl-C, too, and a daemon may take its time to stop.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
