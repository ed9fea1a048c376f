using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Versioning;
using Pollinate.Abstractions;

namespace Pollinate.Host.Tests.Support;

/// <summary>Writes the assembly of a plugin for any framework, without the framework's compiler.</summary>
internal static class HandmadePlugin
{
    /// <summary>Writes a plugin with one provider, <c>Name.HandmadeProvider</c>, that gives nothing.</summary>
    /// <returns>The plugin's assembly.</returns>
    public static string Write(string pluginsDirectory, string name, string framework)
    {
        var assembly = new PersistedAssemblyBuilder(
            new AssemblyName(name) { Version = new(1, 0, 0, 0) },
            typeof(object).Assembly,
            [new(typeof(TargetFrameworkAttribute).GetConstructor([typeof(string)])!, [framework])]);
        var type = assembly.DefineDynamicModule(name).DefineType(
            name + ".HandmadeProvider", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PollinateProvider));
        type.SetCustomAttribute(new(typeof(ProviderAttribute).GetConstructor([typeof(string)])!, ["handmade"]));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var run = type.DefineMethod(
            nameof(PollinateProvider.RunAsync),
            MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig,
            typeof(Task<ProviderResult>),
            [typeof(VendordataContext), typeof(CancellationToken)]);
        var code = run.GetILGenerator();
        code.Emit(OpCodes.Call, typeof(ProviderResult).GetProperty(nameof(ProviderResult.Nothing))!.GetMethod!);
        code.Emit(OpCodes.Call, typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(typeof(ProviderResult)));
        code.Emit(OpCodes.Ret);
        type.CreateType();

        var folder = Directory.CreateDirectory(Path.Combine(pluginsDirectory, name));
        var path = Path.Combine(folder.FullName, name + ".dll");
        assembly.Save(path);
        return path;
    }
}
