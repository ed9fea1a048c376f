namespace Pollinate.Host.Containment;

internal static class ContainmentServices
{
    /// <summary>Adds what keeps the process as it is and alive, whatever plugins do.</summary>
    public static IServiceCollection AddContainment(this IServiceCollection services) => services
        .AddSingleton<ProcessGuard>()
        .AddHostedService<ProcessGuardService>()
        .AddSingleton<PluginExceptionWatch>();
}
