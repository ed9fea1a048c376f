using System.Text.Json;
using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>Gives back everything that a provider can see of a request.</summary>
[Provider("echo")]
public sealed class EchoProvider : PollinateProvider
{
    public override Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken) =>
        Task.FromResult(ProviderResult.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("project_id", context.ProjectId);
            writer.WriteString("instance_id", context.InstanceId);
            writer.WriteString("image_id", context.ImageId);
            writer.WriteString("user_data", context.UserData);
            writer.WriteString("hostname", context.Hostname);
            writer.WriteString("request_id", context.RequestId);
            writer.WriteString("boot_roles", string.Join('|', context.BootRoles));
            writer.WriteString("metadata", string.Join('|', context.Metadata.Select(entry => $"{entry.Key}={entry.Value}")));
            writer.WritePropertyName("json");
            context.Json.WriteTo(writer);
            writer.WriteStartObject("caller");
            writer.WriteString("user_id", context.Caller.UserId);
            writer.WriteString("user_name", context.Caller.UserName);
            writer.WriteString("project_name", context.Caller.ProjectName);
            writer.WriteString("roles", string.Join('|', context.Caller.Roles));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
}
