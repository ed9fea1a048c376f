using System.Reflection;
using System.Reflection.Metadata;

namespace Pollinate.Fuzz.Inputs;

/// <summary>The assemblies that damaged ones are made from.</summary>
internal static class AssemblySeeds
{
    public static IReadOnlyList<byte[]> All { get; } = [HandmadeAssembly.Plugin().Write(), new HandmadeAssembly().Write(), Deep(120)];

    /// <summary>Everything that can be in something else is in something that is in something, so deep.</summary>
    public static byte[] Deep(int depth)
    {
        var made = new HandmadeAssembly();
        var metadata = made.Metadata;
        var system = made.AddReference("System.Runtime", new(99, 0, 0, 0));
        EntityHandle scope = made.AddTypeReference(system, "System", "Outermost");
        EntityHandle specification = metadata.AddTypeSpecification(made.AddBlob([0x15, 0x12, HandmadeAssembly.Coded(made.Provider), 1, 0x08]));
        for (var level = 0; level < depth; level++)
        {
            scope = made.AddTypeReference(scope, "", "In");
            if (System.Reflection.Metadata.Ecma335.MetadataTokens.GetRowNumber(specification) < 31)
                specification = metadata.AddTypeSpecification(made.AddBlob([0x1F, HandmadeAssembly.Coded(specification), 0x08]));
        }

        made.AddMember(made.Provider, "Pointers", [0x06, .. Enumerable.Repeat((byte)0x0F, depth), 0x08]);
        made.AddMember(made.Provider, "Modified", [0x06, 0x1F, HandmadeAssembly.Coded(specification), 0x08]);
        made.AddMember(made.Provider, "Vectors", [0x20, 1, 1, .. Enumerable.Repeat((byte)0x1D, depth), 0x08]);
        var outer = made.AddType(TypeAttributes.Public, "Fuzzed", "Outer", made.Provider);
        for (var level = 0; level < depth; level++)
        {
            var inner = made.AddType(TypeAttributes.NestedPublic, "", "In", outer);
            metadata.AddNestedType(inner, outer);
            outer = inner;
        }

        made.AddProviderAttributes(outer, "deep");
        return made.Write();
    }
}
