using System.Runtime.Loader;
using Pollinate.Fuzz.Inputs;
using Pollinate.Host.Plugins.Linking;

namespace Pollinate.Fuzz.Targets;

/// <summary>
/// A plugin's <c>.deps.json</c>. What passes must not end the process in the runtime's hands. Documented:
/// <see cref="FormatException"/>, and <see cref="InvalidOperationException"/> of the runtime.
/// </summary>
internal sealed class PluginManifestTarget : IFuzzTarget
{
    private readonly string _assembly;
    private readonly string _manifest;

    public PluginManifestTarget()
    {
        var folder = ScratchFile.FolderFor("plugin-manifest");
        _assembly = Path.Combine(folder, HandmadeAssembly.Name + ".dll");
        _manifest = Path.Combine(folder, HandmadeAssembly.Name + ".deps.json");
        ScratchFile.Write(_assembly, AssemblySeeds.All[0]);
    }

    public string Name => "plugin-manifest";

    public InputShape Shape => InputShape.Json;

    public MemoryAllowance Memory => new(1024 * 1024, 256);

    public bool Run(ReadOnlySpan<byte> input)
    {
        ScratchFile.Write(_manifest, input);
        try
        {
            DependencyManifest.Check(_manifest);
        }
        catch (FormatException)
        {
            return false;
        }

        try
        {
            new AssemblyDependencyResolver(_assembly).ResolveAssemblyToPath(new("Fuzzed.Part"));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
