namespace Pollinate.Host.Authentication;

/// <summary>The paths that anybody may ask for, exactly as written.</summary>
internal static class ExemptPaths
{
    public const string Healthcheck = "/healthcheck";
    public const string Test = "/test";

    public static bool Contains(HttpRequest request) =>
        (request.PathBase.Value + request.Path.Value) is Healthcheck or Test;
}
