using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud.Keystone;

namespace Pollinate.SimulatedCloud.Cinder;

/// <summary>Cinder below <c>/volume</c>: volumes, with or without the project in the address.</summary>
internal sealed class CinderService(TokenStore tokens)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/volume/v3/{project}/volumes/{id}", ShowVolumeAsync);
        routes.MapGet("/volume/v3/volumes/{id}", ShowVolumeAsync);
    }

    private Task ShowVolumeAsync(HttpContext context)
    {
        context.Response.Headers["Openstack-Api-Version"] = "volume 3.0";
        context.Response.Headers.Vary = "OpenStack-API-Version";
        if (ServiceAnswers.Caller(context, tokens) is not { } caller)
            return ServiceAnswers.UnauthorizedAsync(context);
        var id = (string)context.Request.RouteValues["id"]!;
        return SampleVolumes.Find(id) is { } volume && (caller.Roles.Contains("admin") || caller.Scope?.Id == SampleData.Demo.Id)
            ? ServiceAnswers.JsonAsync(context, 200, Volume(volume, ServiceAnswers.Address(context)))
            : ServiceAnswers.NotFoundAsync(context, $"Volume {id} could not be found.");
    }

    private static JsonObject Volume(SampleVolume volume, string address)
    {
        var body = new JsonObject
        {
            ["id"] = volume.Id,
            ["status"] = "in-use",
            ["size"] = 1,
            ["availability_zone"] = "nova",
            ["created_at"] = "2026-11-24T13:04:06.303817",
            ["updated_at"] = null,
            ["name"] = volume.Name,
            ["description"] = null,
            ["volume_type"] = "__DEFAULT__",
            ["snapshot_id"] = null,
            ["source_volid"] = null,
            ["metadata"] = new JsonObject(),
            ["links"] = new JsonArray(
                new JsonObject { ["rel"] = "self", ["href"] = $"{address}/volume/v3/volumes/{volume.Id}" },
                new JsonObject { ["rel"] = "bookmark", ["href"] = $"{address}/volume/volumes/{volume.Id}" }),
            ["user_id"] = SampleData.DemoUser.Id,
            // A word, not a boolean, as the real one has it.
            ["bootable"] = volume.IsBootable ? "true" : "false",
            ["encrypted"] = false,
            ["replication_status"] = null,
            ["consistencygroup_id"] = null,
            ["multiattach"] = false,
            ["attachments"] = new JsonArray(),
            ["migration_status"] = null,
            ["os-vol-tenant-attr:tenant_id"] = SampleData.Demo.Id,
        };
        if (volume.ImageMetadata is { } metadata)
        {
            var image = new JsonObject();
            foreach (var (name, value) in metadata)
                image[name] = value;
            body["volume_image_metadata"] = image;
        }

        return new() { ["volume"] = body };
    }
}
