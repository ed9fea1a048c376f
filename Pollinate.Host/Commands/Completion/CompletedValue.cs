namespace Pollinate.Host.Commands.Completion;

/// <summary>What a shell proposes for the value of an option.</summary>
internal enum CompletedValue
{
    /// <summary>The option takes no value.</summary>
    None,

    /// <summary>Nothing can be proposed.</summary>
    Free,

    /// <summary>Files.</summary>
    File,

    /// <summary>Folders.</summary>
    Folder,

    /// <summary>The providers of the configuration.</summary>
    Provider,

    /// <summary>A few words.</summary>
    Choice,
}
