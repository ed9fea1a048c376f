namespace Pollinate.Host.Commands.Help;

/// <summary>A command with a manual.</summary>
internal interface IDocumented
{
    CommandManual Manual { get; }
}
