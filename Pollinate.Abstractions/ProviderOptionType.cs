namespace Pollinate.Abstractions;

/// <summary>What the text of an option is converted to, by oslo.config's rules.</summary>
public enum ProviderOptionType
{
    /// <summary>The text as it stands.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>true</c>, <c>1</c>, <c>on</c>, <c>yes</c> or <c>false</c>, <c>0</c>, <c>off</c>, <c>no</c>, in any case.</summary>
    Boolean,

    /// <summary>Items separated by commas.</summary>
    List,
}
