using Pollinate.Host.Commands;

// The web host handles the signals, and the serving ends in good order.
var exitCode = await CommandLine.RunAsync(args, new() { ProcessTerminationTimeout = null });
// A thread that a plugin left in the foreground would keep the process for ever.
Environment.Exit(exitCode);
