namespace Pollinate.Host.RequestIds;

internal static class RequestIdApplication
{
    /// <summary>From here on every request has an id.</summary>
    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app) => app.UseMiddleware<RequestIdMiddleware>();
}
