using System.CommandLine;
using Pollinate.Demo;

var daemon = new Option<string>("--daemon") { Description = "The daemon's executable.", Required = true };
var port = new Option<int>("--port") { Description = "The port of the daemon on 127.0.0.1.", DefaultValueFactory = _ => 8612 };
var once = new Option<bool>("--once") { Description = "Stop after the answer." };
var root = new RootCommand("Runs the daemon against a simulated cloud and asks it as Nova does.") { daemon, port, once };
root.SetAction((result, cancellationToken) => new Demonstration(
    result.GetValue(daemon)!, result.GetValue(port), result.GetValue(once)).RunAsync(cancellationToken));
return await root.Parse(args).InvokeAsync();
