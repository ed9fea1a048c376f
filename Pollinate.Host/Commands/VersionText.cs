using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Pollinate.Abstractions;

namespace Pollinate.Host.Commands;

/// <summary>Says which nova-pollinate this is, and what it runs on.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    /// <summary>The version, and the revision of the sources behind a plus sign where it is known.</summary>
    public static string Version { get; } =
        typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The version alone.</summary>
    public static string Short { get; } = Version.Split('+')[0];

    /// <summary>The version of the contract that plugins are built against.</summary>
    public static string Contract { get; } = typeof(PollinateProvider).Assembly.GetName().Version!.ToString();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(
            $"{CommandLine.Name} {Version}\ncontract of plugins {Contract}\n.NET {Environment.Version}\n");
        return CommandProcess.Good;
    }
}
