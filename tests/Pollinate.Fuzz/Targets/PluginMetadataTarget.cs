using Pollinate.Fuzz.Inputs;
using Pollinate.Host.Plugins;

namespace Pollinate.Fuzz.Targets;

/// <summary>A plugin's assembly as the catalog reads it. Documented: <see cref="PluginException"/>.</summary>
internal sealed class PluginMetadataTarget : IFuzzTarget
{
    private readonly PluginFolder _folder;

    public PluginMetadataTarget()
    {
        var path = Directory.CreateDirectory(Path.Combine(ScratchFile.FolderFor("plugin-metadata"), HandmadeAssembly.Name)).FullName;
        _folder = new(HandmadeAssembly.Name, path);
        // A dependency that is the plugin itself: base classes may lead from one file to the other and back.
        File.CreateSymbolicLink(Path.Combine(path, "Fuzzed.Base.dll"), _folder.AssemblyPath);
    }

    public string Name => "plugin-metadata";

    public InputShape Shape => InputShape.Assembly;

    // Small files say that they have long lists.
    public MemoryAllowance Memory => new(4 * 1024 * 1024, 1024);

    public bool Run(ReadOnlySpan<byte> input)
    {
        ScratchFile.Write(_folder.AssemblyPath, input);
        PluginMetadata.HasType(_folder, "Fuzzed.Nest+Nested");
        try
        {
            var plugin = PluginMetadata.Read(_folder);
            foreach (var provider in plugin.Providers)
                provider.IsCalled("fuzzed");
            return true;
        }
        catch (PluginException)
        {
            return false;
        }
    }
}
