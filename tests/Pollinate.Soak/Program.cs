using System.CommandLine;
using Pollinate.Soak.Commands;

var root = new RootCommand("Runs the published daemon for long, or through trouble, and checks what comes of it.")
{
    ReloadsCommand.Create(), FaultsCommand.Create(), SoakCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
