using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using Pollinate.Abstractions;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>Writes plugins to disk that hold one provider each, which gives nothing at once.</summary>
internal static class NoOpPlugins
{
    private const MethodAttributes Override =
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.ReuseSlot;

    /// <summary>The name of a provider, as an entry of <c>[DEFAULT] providers</c> has it.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"noop_{number:000}");

    /// <summary>Writes so many plugins below a folder.</summary>
    public static void Write(string pluginsDirectory, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"NoOp{number:000}");
            var folder = Directory.CreateDirectory(Path.Combine(pluginsDirectory, name)).FullName;
            Write(name, NameOf(number), Path.Combine(folder, name + ".dll"));
        }
    }

    private static void Write(string assemblyName, string providerName, string path)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(assemblyName) { Version = new(1, 0, 0, 0) }, typeof(object).Assembly);
        var type = assembly.DefineDynamicModule(assemblyName).DefineType(
            $"{assemblyName}.NoOpProvider", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PollinateProvider));
        type.SetCustomAttribute(new(typeof(ProviderAttribute).GetConstructor([typeof(string)])!, [providerName]));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        var run = type.DefineMethod(
            nameof(PollinateProvider.RunAsync), Override, typeof(Task<ProviderResult>), [typeof(VendordataContext), typeof(CancellationToken)]);
        var code = run.GetILGenerator();
        code.Emit(OpCodes.Call, typeof(ProviderResult).GetProperty(nameof(ProviderResult.Nothing))!.GetMethod!);
        code.Emit(OpCodes.Call, typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(typeof(ProviderResult)));
        code.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(path);
    }
}
