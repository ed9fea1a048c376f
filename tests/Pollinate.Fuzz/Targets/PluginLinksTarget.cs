using Pollinate.Fuzz.Inputs;
using Pollinate.Host.Plugins;
using Pollinate.Host.Plugins.Linking;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// A plugin's assembly as it is looked over before it is loaded. Documented: <see cref="BadImageFormatException"/> of the
/// reading, <see cref="PluginException"/> of the rest.
/// </summary>
internal sealed class PluginLinksTarget : IFuzzTarget
{
    private readonly PluginFolder _folder = new(HandmadeAssembly.Name, ScratchFile.FolderFor("plugin-links"));

    public string Name => "plugin-links";

    public InputShape Shape => InputShape.Assembly;

    public MemoryAllowance Memory => new(4 * 1024 * 1024, 1024);

    public bool Run(ReadOnlySpan<byte> input)
    {
        ScratchFile.Write(_folder.AssemblyPath, input);
        try
        {
            using var assembly = Open();
            if (assembly is null)
                return false;
            // Its own dependencies are there, so that what it uses of the shared ones is always looked at.
            LinkCheck.Run(
                _folder, new Dictionary<string, PluginAssembly> { [_folder.AssemblyPath] = assembly },
                name => name.StartsWith(HandmadeAssembly.Name, StringComparison.Ordinal) ? _folder.AssemblyPath : null);
            return true;
        }
        catch (PluginException)
        {
            return false;
        }
    }

    private PluginAssembly? Open()
    {
        try
        {
            return PluginAssembly.OpenWhole(_folder.AssemblyPath);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }
}
