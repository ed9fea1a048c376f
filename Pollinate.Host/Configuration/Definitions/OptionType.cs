namespace Pollinate.Host.Configuration.Definitions;

/// <summary>What an option's text is converted to.</summary>
internal enum OptionType
{
    /// <summary>The text as it stands.</summary>
    Text,

    /// <summary>A whole number of any size, or null for empty text.</summary>
    Integer,

    /// <summary>A number with or without a fraction, or null for empty text.</summary>
    Float,

    /// <summary>One of the words for true and false.</summary>
    Boolean,

    /// <summary>Items separated by commas.</summary>
    List,
}
