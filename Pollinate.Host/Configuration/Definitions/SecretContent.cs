namespace Pollinate.Host.Configuration.Definitions;

/// <summary>What of the file or folder that an option's value names is secret.</summary>
internal enum SecretContent
{
    /// <summary>Nothing, or the value names none.</summary>
    None,

    /// <summary>All of it; of a folder, every file in it.</summary>
    Whole,

    /// <summary>A private key, if one is in it beside what is for everybody.</summary>
    PrivateKey,
}
