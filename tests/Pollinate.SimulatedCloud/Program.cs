using System.CommandLine;
using Pollinate.SimulatedCloud;

var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one." };
var latency = new Option<double>("--latency") { Description = "How long every call of a service takes, in milliseconds." };
var root = new RootCommand("Serves the services that the daemon talks to, with sample data, until it is told to stop.") { port, latency };
root.SetAction(async (result, _) =>
{
    await using var cloud = await Cloud.StartAsync(new()
    {
        Port = result.GetValue(port),
        Latency = TimeSpan.FromMilliseconds(result.GetValue(latency)),
    });
    Console.WriteLine($"The simulated cloud is at {cloud.Address}");
    await cloud.WaitForShutdownAsync();
    return 0;
});
return await root.Parse(args).InvokeAsync();
