using System.CommandLine;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Hosting;

var switches = new ConfigurationSwitches();
var root = new RootCommand("Serves OpenStack Nova's dynamic vendordata.");
switches.AddTo(root);
root.Subcommands.Add(ConfigShowCommand.Create(switches, arguments => DaemonConfiguration.Load(arguments).Snapshot));
root.SetAction((result, cancellationToken) => ServeCommand.RunAsync(
    ConfigurationArguments.OfProcess(switches.Paths(result)), Console.Error, started: null, cancellationToken));

// The web host handles the signals: it drains what it has accepted.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
