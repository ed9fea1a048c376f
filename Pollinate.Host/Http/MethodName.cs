namespace Pollinate.Host.Http;

/// <summary>Names of methods for the log.</summary>
internal static class MethodName
{
    /// <summary>The method if it is one of HTTP's own; what else a client writes there may be anything, a token too.</summary>
    public static string Of(HttpRequest request)
    {
        var method = request.Method;
        return HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method) || HttpMethods.IsPatch(method) || HttpMethods.IsTrace(method)
            || HttpMethods.IsConnect(method)
            ? method
            : "an unknown method";
    }
}
