using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pollinate.Host.Warming;

/// <summary>
/// Compiles a plugin's code without running any of it. A plugin that can be unloaded is compiled only when it is called, and
/// then at once with all optimizations, whatever was compiled ahead: tens of milliseconds that the first guest would wait.
/// </summary>
internal static class PluginCode
{
    /// <summary>More than any provider of its own makes; a library that came into the plugin's assembly is not worth it.</summary>
    private const int MostMethods = 2000;

    private const BindingFlags Own =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <returns>How many methods.</returns>
    public static int Compile(Assembly assembly)
    {
        var compiled = 0;
        foreach (var type in TypesOf(assembly).Where(type => !type.ContainsGenericParameters))
        {
            foreach (var (method, types) in MethodsOf(type))
            {
                if (compiled == MostMethods)
                    return compiled;
                if (TryCompile(method, types))
                    compiled++;
            }
        }

        return compiled;
    }

    private static bool TryCompile(MethodBase method, RuntimeTypeHandle[]? types)
    {
        try
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, types);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What can't be compiled says so when it is called.
            return false;
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    /// <summary>A type's methods, each with the types that it is made for where it is generic.</summary>
    private static IEnumerable<(MethodBase Method, RuntimeTypeHandle[]? For)> MethodsOf(Type type) => type.GetMethods(Own)
        .Concat<MethodBase>(type.GetConstructors(Own))
        .Where(method => !method.IsAbstract && !method.ContainsGenericParameters && !method.GetMethodImplementationFlags().HasFlag(MethodImplAttributes.InternalCall))
        .Select(method => (method, (RuntimeTypeHandle[]?)null))
        .Concat(StateMachineCode.Of(type).Select(pair => (pair.Method, (RuntimeTypeHandle[]?)pair.For)));
}
