namespace Pollinate.Host.Plugins;

/// <summary>A folder of <c>plugins_dir</c> that holds a plugin: <c>&lt;Name&gt;/&lt;Name&gt;.dll</c>.</summary>
/// <param name="Name">The folder's name, which is the name of the plugin and of its assembly.</param>
/// <param name="Path">The folder, absolute.</param>
internal sealed record PluginFolder(string Name, string Path)
{
    /// <summary>The plugin's assembly, absolute.</summary>
    public string AssemblyPath => System.IO.Path.Combine(Path, Name + ".dll");
}
