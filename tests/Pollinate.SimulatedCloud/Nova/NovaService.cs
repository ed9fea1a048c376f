using Pollinate.SimulatedCloud.Keystone;

namespace Pollinate.SimulatedCloud.Nova;

/// <summary>Nova below <c>/compute</c>: servers.</summary>
internal sealed class NovaService(TokenStore tokens)
{
    private readonly PreparedAnswers<(SampleServer Server, string Host, bool AsAdmin)> _servers = new();

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
        if (SampleServers.FindKind(id) is not { } server || !(isAdmin || caller.Scope?.Id == server.ProjectId))
            return ServiceAnswers.NotFoundAsync(context, $"Instance {id} could not be found.");
        var answer = _servers.Get(
            (server, context.Request.Host.Value!, isAdmin),
            static (key, address) => NovaJson.Server(key.Server with { Id = JsonTemplate.Hole }, address, key.AsAdmin),
            ServiceAnswers.Address(context));
        return ServiceAnswers.JsonAsync(context, 200, answer, id);
    }
}
