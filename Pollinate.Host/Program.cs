using System.CommandLine;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;

var switches = new ConfigurationSwitches();
var root = new RootCommand("Serves OpenStack Nova's dynamic vendordata.");
switches.AddTo(root);
root.Subcommands.Add(ConfigShowCommand.Create(switches, arguments => ConfigurationLoader.Load(arguments, [])));
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
