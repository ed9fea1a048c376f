using System.CommandLine;
using Pollinate.Soak;

var daemon = new Option<string>("--daemon") { Description = "The daemon's executable.", Required = true };
var plugins = new Option<string>("--plugins") { Description = "The folder tests/Plugins with its built plugins.", Required = true };
var configuration = new Option<string>("--configuration") { Description = "The configuration that the plugins were built in.", DefaultValueFactory = _ => "Debug" };
var reloads = new Option<int>("--reloads") { Description = "How many reloads.", DefaultValueFactory = _ => 200 };
var seconds = new Option<int>("--seconds") { Description = "The least time of the load, in seconds.", DefaultValueFactory = _ => 60 };
var warmUp = new Option<int>("--warm-up") { Description = "How long to load before the first reload, in seconds.", DefaultValueFactory = _ => 15 };
var connections = new Option<int>("--connections") { Description = "How many connections ask all the time.", DefaultValueFactory = _ => 16 };
var report = new Option<string?>("--report") { Description = "The file to write the report to." };
var root = new RootCommand("Reloads the daemon under full load, each time with another version of a plugin, and checks what comes of it.")
{
    daemon, plugins, configuration, reloads, seconds, warmUp, connections, report,
};
root.SetAction((result, cancellationToken) => new ReloadSoak(
    new(
        result.GetValue(daemon)!,
        result.GetValue(plugins)!,
        result.GetValue(configuration)!,
        result.GetValue(reloads),
        TimeSpan.FromSeconds(result.GetValue(seconds)),
        TimeSpan.FromSeconds(result.GetValue(warmUp)),
        result.GetValue(connections)),
    result.GetValue(report)).RunAsync(cancellationToken));
return await root.Parse(args).InvokeAsync();
