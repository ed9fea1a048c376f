using Pollinate.SimulatedCloud;

// Serves until it is told to stop: Pollinate.SimulatedCloud [PORT].
var port = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
await using var cloud = await Cloud.StartAsync(new CloudOptions { Port = port });
Console.WriteLine($"The simulated cloud is at {cloud.Address}");
await cloud.WaitForShutdownAsync();
