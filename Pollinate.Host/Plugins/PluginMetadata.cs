using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Pollinate.Abstractions;

namespace Pollinate.Host.Plugins;

/// <summary>
/// Reads what a plugin holds from its assembly's metadata. No code of it is loaded, so a broken or hostile plugin that
/// nobody listed does nothing.
/// </summary>
internal static class PluginMetadata
{
    /// <exception cref="PluginException">The file can't be read, or is no .NET assembly.</exception>
    public static PluginDescription Read(PluginFolder folder)
    {
        try
        {
            using var file = OpenAssembly(folder.AssemblyPath);
            var metadata = file.Metadata;
            var contract = metadata.AssemblyReferences
                .Select(handle => metadata.GetAssemblyReference(handle))
                .Where(reference => metadata.StringComparer.Equals(reference.Name, ContractNames.Assembly))
                .Select(reference => reference.Version)
                .FirstOrDefault();
            var providers = new ProviderMetadata(folder, metadata).Read();
            var version = metadata.GetAssemblyDefinition().Version;
            return new(folder, version, contract, providers) { ShownVersion = PluginVersion.Read(metadata) ?? version.ToString() };
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            throw new PluginException(
                $"The plugin '{folder.Name}' can't be used: {folder.AssemblyPath} is not a whole .NET assembly " +
                $"({exception.Message.TrimEnd('.')}); copy the plugin's folder again from where it was built.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginException(
                $"The plugin '{folder.Name}' can't be read: {exception.Message.TrimEnd('.')}; " +
                "the daemon's user needs to be able to read the folder and the files in it.", exception);
        }
    }

    /// <summary>Whether the plugin's assembly has a class of that name, provider or not.</summary>
    /// <exception cref="PluginException">The file can't be read, or is no .NET assembly.</exception>
    public static bool HasType(PluginFolder folder, string typeName)
    {
        try
        {
            using var file = OpenAssembly(folder.AssemblyPath);
            return file.Metadata.TypeDefinitions.Any(
                handle => ContractNames.FullName(file.Metadata, handle) == typeName);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException
            or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }

    internal static AssemblyFile OpenAssembly(string path)
    {
        // The whole file is read at once, so that nothing of the plugins folder stays open or mapped.
        var reader = new PEReader([.. File.ReadAllBytes(path)]);
        try
        {
            if (!reader.HasMetadata)
                throw new BadImageFormatException("it holds no .NET metadata");
            var metadata = reader.GetMetadataReader();
            if (!metadata.IsAssembly)
                throw new BadImageFormatException("it is a module, not an assembly");
            return new(reader, metadata);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    internal readonly record struct AssemblyFile(PEReader Reader, MetadataReader Metadata) : IDisposable
    {
        public void Dispose() => Reader.Dispose();
    }
}
