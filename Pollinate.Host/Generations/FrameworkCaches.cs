using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.Loader;

namespace Pollinate.Host.Generations;

/// <summary>
/// The framework's caches of reflection. Some hold the types of a plugin, and so the plugin, in memory for ever:
/// System.Text.Json's for one. They can be emptied as hot reload empties them, by the handlers that assemblies name for it.
/// Where one is missing or fails, a plugin stays in memory; nothing else comes of it.
/// </summary>
internal static class FrameworkCaches
{
    private const string HandlerMethod = "ClearCache";

    /// <summary>Empties those that can be; they fill again by use.</summary>
    /// <returns>How many handlers were called.</returns>
    public static int Clear()
    {
        var called = 0;
        foreach (var handler in AssemblyLoadContext.Default.Assemblies.SelectMany(Handlers))
        {
            try
            {
                handler.Invoke(null, [null]);
                called++;
            }
            catch (Exception exception) when (exception is TargetException or TargetInvocationException or MemberAccessException
                or ArgumentException or TargetParameterCountException or InvalidOperationException or NotSupportedException)
            {
                // The framework's own and not promised: it may go with any update. The watch says what stays.
            }
        }

        return called;
    }

    private static IEnumerable<MethodInfo> Handlers(Assembly assembly)
    {
        try
        {
            return
            [
                .. assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>()
                    .Select(attribute => attribute.HandlerType.GetMethod(
                        HandlerMethod, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [typeof(Type[])]))
                    .OfType<MethodInfo>(),
            ];
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or TypeLoadException
            or CustomAttributeFormatException or NotSupportedException or AmbiguousMatchException)
        {
            return [];
        }
    }
}
