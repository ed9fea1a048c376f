using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Budgets;

/// <summary>From here on every request has a budget; what it started ends with it.</summary>
internal sealed class RequestBudgetMiddleware(RequestDelegate next, DefaultOptions defaults, TimeProvider time)
{
    private readonly TimeSpan? _length = RequestBudget.LengthOf(defaults);

    public async Task InvokeAsync(HttpContext context)
    {
        using var budget = new RequestBudget(_length, time, context.RequestAborted);
        context.Features.Set(budget);
        await next(context);
    }
}
