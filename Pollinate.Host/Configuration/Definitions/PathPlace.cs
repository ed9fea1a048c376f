namespace Pollinate.Host.Configuration.Definitions;

/// <summary>Where in an option's value, or in each item of its list, the path of a file or folder stands.</summary>
internal enum PathPlace
{
    /// <summary>The value holds none.</summary>
    None,

    /// <summary>The whole value is one.</summary>
    Whole,

    /// <summary>It stands behind the first colon.</summary>
    AfterColon,
}
