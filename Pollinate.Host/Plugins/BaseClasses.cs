using System.Reflection.Metadata;
using Pollinate.Host.Plugins.Linking;

namespace Pollinate.Host.Plugins;

/// <summary>
/// The classes in a plugin's own dependencies that its providers may derive from. Each file is read once, however many classes
/// lead to it. For one thread.
/// </summary>
internal sealed class BaseClasses(PluginFolder folder) : IDisposable
{
    private readonly Dictionary<string, PluginAssembly?> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Assembly, string TypeName), (MetadataReader, TypeDefinitionHandle)?> _found = [];

    /// <returns>The class, or null when the folder has no such file, or the file no such class.</returns>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public (MetadataReader Metadata, TypeDefinitionHandle Handle)? Find(string assembly, string typeName)
    {
        if (!_found.TryGetValue((assembly, typeName), out var found))
            _found[(assembly, typeName)] = found = FindIn(Open(assembly), typeName);
        return found;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
            file?.Dispose();
    }

    private PluginAssembly? Open(string assembly)
    {
        if (_files.TryGetValue(assembly, out var file))
            return file;
        var path = Path.Combine(folder.Path, assembly + ".dll");
        return _files[assembly] = File.Exists(path) ? PluginAssembly.Open(path) : null;
    }

    private static (MetadataReader, TypeDefinitionHandle)? FindIn(PluginAssembly? file, string typeName)
    {
        if (file is null)
            return null;
        foreach (var handle in file.Metadata.TypeDefinitions)
        {
            if (ContractNames.IsNamed(file.Metadata, handle, typeName))
                return (file.Metadata, handle);
        }

        return null;
    }
}
