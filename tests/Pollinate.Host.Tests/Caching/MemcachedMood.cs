namespace Pollinate.Host.Tests.Caching;

/// <summary>What a scripted memcached does with a command.</summary>
internal enum MemcachedMood
{
    /// <summary>As memcached does.</summary>
    Good,

    /// <summary>Reads it and never answers.</summary>
    Silent,

    /// <summary>Answers a web page.</summary>
    Garbage,

    /// <summary>Answers without an end of line.</summary>
    Endless,

    /// <summary>Says that the value is longer than any may be.</summary>
    Huge,

    /// <summary>Answers a value of another key.</summary>
    OtherKey,

    /// <summary>Closes the connection in the middle of the value.</summary>
    CutShort,

    /// <summary>Closes the connection instead of answering.</summary>
    HangsUp,

    /// <summary>Answers an error of the server's.</summary>
    Failing,
}
