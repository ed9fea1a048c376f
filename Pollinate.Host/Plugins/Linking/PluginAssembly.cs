using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Pollinate.Host.Plugins.Linking;

/// <summary>
/// A .NET assembly in a file. The whole file is read at once, so that nothing of a plugin's folder stays open or mapped.
/// </summary>
internal sealed class PluginAssembly : IDisposable
{
    private readonly PEReader _file;

    private PluginAssembly(PEReader file)
    {
        _file = file;
        Metadata = file.GetMetadataReader();
    }

    public MetadataReader Metadata { get; }

    /// <summary>Opens an assembly.</summary>
    /// <exception cref="BadImageFormatException">It is no .NET assembly.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static PluginAssembly Open(string path) =>
        Open(File.ReadAllBytes(path), isWhole: false) ?? throw new BadImageFormatException("it holds no .NET metadata");

    /// <summary>Opens an assembly and reads all of it, to the last method's body.</summary>
    /// <returns>The assembly, or null for a library that is native and whole.</returns>
    /// <exception cref="BadImageFormatException">It is cut short, holds zeroes for content, or is no library at all.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static PluginAssembly? OpenWhole(string path) => Open(File.ReadAllBytes(path), isWhole: true);

    public void Dispose() => _file.Dispose();

    private static PluginAssembly? Open(byte[] content, bool isWhole)
    {
        if (content.Length == 0)
            throw new BadImageFormatException("it is empty");
        var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(content));
        try
        {
            if (isWhole)
                CheckSections(reader, content.Length);
            if (!reader.HasMetadata)
            {
                reader.Dispose();
                return null;
            }

            var file = new PluginAssembly(reader);
            if (!file.Metadata.IsAssembly)
                throw new BadImageFormatException("it is a module, not an assembly");
            if (isWhole)
                file.CheckContent();
            return file;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            reader.Dispose();
            // Broken metadata makes the reader throw whatever it comes across.
            throw exception as BadImageFormatException ?? new BadImageFormatException(exception.Message, exception);
        }
    }

    private static void CheckSections(PEReader reader, int length)
    {
        // The reader takes whatever does not begin as a library for an object file.
        if (reader.PEHeaders.PEHeader is null)
            throw new BadImageFormatException("it is no library");
        foreach (var section in reader.PEHeaders.SectionHeaders)
        {
            var end = (long)section.PointerToRawData + section.SizeOfRawData;
            if (end > length)
                throw new BadImageFormatException($"it is cut short: {length} bytes of {end} at least");
        }
    }

    /// <summary>Names, signatures and bodies: a file whose copying broke off often has its full length, and zeroes at the end.</summary>
    private void CheckContent()
    {
        var module = Metadata.GetModuleDefinition();
        if (Metadata.GetGuid(module.Mvid) == Guid.Empty)
            throw Blank();
        foreach (var type in Metadata.TypeDefinitions.Select(Metadata.GetTypeDefinition))
        {
            if (Metadata.GetString(type.Name).Length == 0)
                throw Blank();
        }

        foreach (var field in Metadata.FieldDefinitions.Select(Metadata.GetFieldDefinition))
            CheckDeclaration(field.Name, field.Signature);
        foreach (var method in Metadata.MethodDefinitions.Select(Metadata.GetMethodDefinition))
        {
            CheckDeclaration(method.Name, method.Signature);
            if (method.RelativeVirtualAddress != 0 && (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL)
                CheckBody(method);
        }

        foreach (var member in Metadata.MemberReferences.Select(Metadata.GetMemberReference))
            CheckDeclaration(member.Name, member.Signature);
        foreach (var attribute in Metadata.CustomAttributes.Select(Metadata.GetCustomAttribute))
        {
            // Every value begins with the same two bytes.
            if (!attribute.Value.IsNil && Metadata.GetBlobReader(attribute.Value) is var value && (value.Length < 2 || value.ReadUInt16() != 1))
                throw Blank();
        }
    }

    private void CheckDeclaration(StringHandle name, BlobHandle signature)
    {
        if (Metadata.GetString(name).Length == 0 || Metadata.GetBlobReader(signature).Length == 0)
            throw Blank();
    }

    private void CheckBody(MethodDefinition method)
    {
        var code = _file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
        // A body ends in a return, a throw or a jump backwards, and none of those ends in a zero.
        if (code.Length == 0)
            throw Blank();
        code.Offset = code.Length - 1;
        if (code.ReadByte() == 0)
            throw Blank();
    }

    private static BadImageFormatException Blank() => new("parts of it are blank");
}
