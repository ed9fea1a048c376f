using Pollinate.SimulatedCloud.Keystone;

namespace Pollinate.SimulatedCloud.Nova;

/// <summary>Nova below <c>/compute</c>: servers.</summary>
internal sealed class NovaService(TokenStore tokens)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/compute/v2.1/servers/{id}", ShowServerAsync);

    private Task ShowServerAsync(HttpContext context)
    {
        context.Response.Headers["Openstack-Api-Version"] = "compute 2.1";
        context.Response.Headers["X-Openstack-Nova-Api-Version"] = "2.1";
        context.Response.Headers.Vary = "OpenStack-API-Version, X-OpenStack-Nova-API-Version";
        if (ServiceAnswers.Caller(context, tokens) is not { } caller)
            return ServiceAnswers.UnauthorizedAsync(context);
        var id = (string)context.Request.RouteValues["id"]!;
        var isAdmin = caller.Roles.Contains("admin");
        return SampleServers.Find(id) is { } server && (isAdmin || caller.Scope?.Id == server.ProjectId)
            ? ServiceAnswers.JsonAsync(context, 200, NovaJson.Server(server, ServiceAnswers.Address(context), isAdmin))
            : ServiceAnswers.NotFoundAsync(context, $"Instance {id} could not be found.");
    }
}
