namespace Pollinate.Host.Health;

internal static class HealthApplication
{
    /// <summary>Answers <c>/healthcheck</c> before anything else looks at the request.</summary>
    public static IApplicationBuilder UseHealthcheck(this IApplicationBuilder app) => app.UseMiddleware<HealthcheckMiddleware>();
}
