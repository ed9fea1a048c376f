namespace Pollinate.Host.Budgets;

internal static class BudgetApplication
{
    /// <summary>From here on every request has a <see cref="RequestBudget"/>.</summary>
    public static IApplicationBuilder UseRequestBudgets(this IApplicationBuilder app) => app.UseMiddleware<RequestBudgetMiddleware>();
}
