namespace Pollinate.Host.Pipeline;

/// <summary>What becomes of a key that the cloud-configs of two providers hold: <c>[DEFAULT] cloud_config_merge</c>.</summary>
internal enum CloudConfigMerge
{
    /// <summary>The later provider's value stands in place of the earlier one's, as in the original.</summary>
    Replace,

    /// <summary>Lists are joined and objects merged, however deep; any other value is replaced.</summary>
    Append,
}
