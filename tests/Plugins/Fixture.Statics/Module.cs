using System.Runtime.CompilerServices;

namespace Fixture.Statics;

internal static class Module
{
#pragma warning disable CA2255 // What libraries do here must not be done for nothing.
    [ModuleInitializer]
    public static void Initialize() => Mark.Leave("module initializer");
#pragma warning restore CA2255
}
