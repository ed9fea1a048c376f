namespace Pollinate.Fuzz;

/// <summary>What a target's inputs look like, so that most of those that are made get past the first look.</summary>
internal enum InputShape
{
    /// <summary>A JSON value.</summary>
    Json,

    /// <summary>An HTTP answer: a line with status and media type, which may be missing, then a JSON value.</summary>
    Answer,

    /// <summary>Lines of oslo.config's dialect.</summary>
    Ini,

    /// <summary>Headers of a request, one a line.</summary>
    Headers,

    /// <summary>What memcached answers in its text protocol.</summary>
    TextProtocol,

    /// <summary>What memcached answers in its binary protocol: each seed is one answer.</summary>
    BinaryProtocol,

    /// <summary>A .NET assembly.</summary>
    Assembly,
}
