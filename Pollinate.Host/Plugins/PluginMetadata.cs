using System.Reflection.Metadata;
using Pollinate.Host.Plugins.Linking;

namespace Pollinate.Host.Plugins;

/// <summary>
/// Reads what a plugin holds from its assembly's metadata. No code of it is loaded, so a broken or hostile plugin that
/// nobody listed does nothing.
/// </summary>
internal static class PluginMetadata
{
    /// <exception cref="PluginException">The file can't be read, is no .NET assembly, or is one for another framework.</exception>
    public static PluginDescription Read(PluginFolder folder)
    {
        try
        {
            using var file = PluginAssembly.Open(folder.AssemblyPath);
            var metadata = file.Metadata;
            if (TargetFramework.Read(metadata)?.FindProblem(isMain: true) is { } problem)
                throw new PluginException($"The plugin '{folder.Name}' can't be used: {folder.AssemblyPath} {problem}.");
            var contract = metadata.AssemblyReferences
                .Select(handle => metadata.GetAssemblyReference(handle))
                .Where(reference => metadata.StringComparer.Equals(reference.Name, ContractNames.Assembly))
                .Select(reference => reference.Version)
                .FirstOrDefault();
            using var baseClasses = new BaseClasses(folder);
            var providers = new ProviderMetadata(folder, metadata, baseClasses).Read();
            var version = metadata.GetAssemblyDefinition().Version;
            return new(folder, version, contract, providers) { ShownVersion = PluginVersion.Read(metadata) ?? version.ToString() };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginException(
                $"The plugin '{folder.Name}' can't be read: {exception.Message.TrimEnd('.')}; " +
                "the daemon's user needs to be able to read the folder and the files in it.", exception);
        }
        catch (Exception exception) when (exception is not (PluginException or OutOfMemoryException))
        {
            // Broken metadata makes its readers throw whatever they come across.
            throw new PluginException(
                $"The plugin '{folder.Name}' can't be used: {folder.AssemblyPath} is not a whole .NET assembly " +
                $"({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}); copy the plugin's folder again from where it was built.", exception);
        }
    }

    /// <summary>Whether the plugin's assembly has a class of that name, provider or not.</summary>
    public static bool HasType(PluginFolder folder, string typeName)
    {
        try
        {
            using var file = PluginAssembly.Open(folder.AssemblyPath);
            return file.Metadata.TypeDefinitions.Any(
                handle => ContractNames.IsNamed(file.Metadata, handle, typeName));
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException
            or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }
}
