namespace Pollinate.Host.Containment;

internal static class ContainmentServices
{
    /// <summary>Adds what looks after the process for as long as the daemon serves.</summary>
    public static IServiceCollection AddContainment(this IServiceCollection services) => services
        .AddSingleton<ProcessGuard>()
        .AddHostedService<ProcessGuardService>();
}
