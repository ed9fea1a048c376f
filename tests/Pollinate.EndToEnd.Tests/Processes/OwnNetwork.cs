namespace Pollinate.EndToEnd.Tests.Processes;

/// <summary>The network of a machine within this one, where every port is free and nobody else is.</summary>
/// <param name="process">A process that is in it, by its id.</param>
/// <param name="folder">A folder for sockets, through which those outside reach who listens there.</param>
internal sealed class OwnNetwork(string process, string folder)
{
    /// <summary>The socket of a service, by its name.</summary>
    public string Socket(string name) => Path.Combine(folder, $"{name}.sock");

    /// <summary>What starts a program of this machine in that network.</summary>
    public (string File, IEnumerable<string> Arguments) Enter(string file, IEnumerable<string> arguments) =>
        ("/usr/bin/nsenter", ["--target", process, "--net", file, .. arguments]);
}
