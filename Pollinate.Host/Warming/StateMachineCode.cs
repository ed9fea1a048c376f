using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pollinate.Host.Warming;

/// <summary>
/// What the runtime has for an asynchronous method when it waits for the first time: a class of its own for each, compiled then
/// unless it was before. It is none of the plugin's, and its name is the runtime's own business: where it is another one day,
/// there is nothing to compile here, and the first call waits for it.
/// </summary>
internal static class StateMachineCode
{
    private const BindingFlags Own =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private const string Builder = "<>t__builder";
    private const string Box = "AsyncStateMachineBox`1";
    private const string MakeBox = "GetStateMachineBox";
    private const string NoResult = "System.Threading.Tasks.VoidTaskResult";

    /// <summary>The methods for one asynchronous method, and the types that they are made for.</summary>
    /// <param name="type">A type of the plugin's; mostly it is no state machine, and there are none.</param>
    public static IEnumerable<(MethodBase Method, RuntimeTypeHandle[] For)> Of(Type type)
    {
        if (!type.IsValueType || type.GetField(Builder, Own) is not { } builder || ResultOf(builder.FieldType) is not { } result)
            return [];
        var shared = typeof(AsyncTaskMethodBuilder<>).MakeGenericType(result);
        var box = shared.GetNestedType(Box, BindingFlags.NonPublic)?.MakeGenericType(result, type);
        IEnumerable<MethodBase?> methods =
        [
            shared.GetMethod(MakeBox, Own)?.MakeGenericMethod(type),
            .. box?.GetMethods(Own) ?? [],
            .. box?.GetConstructors(Own) ?? [],
        ];
        RuntimeTypeHandle[] handles = [result.TypeHandle, type.TypeHandle];
        return methods.OfType<MethodBase>().Where(method => !method.IsAbstract).Select(method => (method, handles));
    }

    /// <returns>Null for another kind of asynchronous method.</returns>
    private static Type? ResultOf(Type builder)
    {
        if (builder == typeof(AsyncTaskMethodBuilder) || builder == typeof(AsyncValueTaskMethodBuilder))
            return typeof(Task).Assembly.GetType(NoResult);
        return builder.IsGenericType && builder.GetGenericTypeDefinition() is var definition &&
            (definition == typeof(AsyncTaskMethodBuilder<>) || definition == typeof(AsyncValueTaskMethodBuilder<>))
            ? builder.GetGenericArguments()[0]
            : null;
    }
}
