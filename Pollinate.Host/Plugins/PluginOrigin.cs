namespace Pollinate.Host.Plugins;

/// <summary>Where a loaded plugin came from. Holds nothing of the plugin itself, so it may be kept.</summary>
/// <param name="Folder">The plugin's folder in <c>plugins_dir</c>, for messages.</param>
/// <param name="Copy">The private copy that was loaded, below the root of the <see cref="PluginStore"/> that made it.</param>
internal sealed record PluginOrigin(PluginFolder Folder, PluginFolder Copy);
