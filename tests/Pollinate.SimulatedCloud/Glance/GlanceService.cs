using System.Text.Json.Nodes;
using Pollinate.SimulatedCloud.Keystone;

namespace Pollinate.SimulatedCloud.Glance;

/// <summary>Glance below <c>/image</c>: images. Its errors are pages for people, as the real one's often are.</summary>
internal sealed class GlanceService(TokenStore tokens)
{
    private readonly PreparedAnswers<SampleImage> _images = new();

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/image/v2/images/{id}", ShowImageAsync);

    private Task ShowImageAsync(HttpContext context)
    {
        if (ServiceAnswers.Caller(context, tokens) is null)
        {
            context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{ServiceAnswers.Address(context)}/identity/v3\"";
            return PageAsync(context, 401, "401 Unauthorized", "This server could not verify that you are authorized to access the document you requested.");
        }

        var id = (string)context.Request.RouteValues["id"]!;
        return SampleImages.Find(id) is { } image
            ? ServiceAnswers.JsonAsync(context, 200, _images.Get(image, static (image, _) => Image(image), 0))
            : PageAsync(context, 404, "404 Not Found", $"No image found with ID {id}");
    }

    private static JsonObject Image(SampleImage image)
    {
        var body = new JsonObject();
        foreach (var (name, value) in image.Properties)
            body[name] = value;
        body["owner_specified.openstack.object"] = $"images/{image.Name}";
        body["name"] = image.Name;
        body["disk_format"] = "raw";
        body["container_format"] = "bare";
        body["visibility"] = "public";
        body["size"] = 0;
        body["virtual_size"] = null;
        body["status"] = "active";
        body["checksum"] = "d41d8cd98f00b204e9800998ecf8427e";
        body["protected"] = false;
        body["min_ram"] = 0;
        body["min_disk"] = 0;
        body["owner"] = SampleData.AdminProject.Id;
        body["os_hidden"] = false;
        body["id"] = image.Id;
        body["created_at"] = "2026-11-24T13:03:25Z";
        body["updated_at"] = "2026-11-24T13:03:25Z";
        body["tags"] = new JsonArray();
        body["self"] = $"/v2/images/{image.Id}";
        body["file"] = $"/v2/images/{image.Id}/file";
        body["schema"] = "/v2/schemas/image";
        return body;
    }

    private static Task PageAsync(HttpContext context, int status, string title, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=UTF-8";
        return context.Response.WriteAsync($"<html>\n <head>\n  <title>{title}</title>\n </head>\n <body>\n  <h1>{title}</h1>\n  {text}<br /><br />\n\n\n\n </body>\n</html>");
    }
}
