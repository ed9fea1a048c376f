namespace Pollinate.Host.Plugins;

/// <summary>
/// A plugin or a provider of it can't be used. The message is one sentence for the operator: which plugin or entry, what
/// is wrong, what to do.
/// </summary>
internal sealed class PluginException(string message, Exception? innerException = null)
    : Exception(message, innerException);
