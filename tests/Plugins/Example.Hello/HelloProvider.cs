using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Example.Hello;

[Provider("hello")]
[ProviderOption("greeting", Default = "Hello", Help = "What to say before the project's name.")]
public sealed class HelloProvider(ProviderSettings settings, ILookup<Project> projects, ILogger<HelloProvider> logger)
    : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(context, context.ProjectId, cancellationToken);
        if (project is null)
            return ProviderResult.Nothing;
        logger.LogInformation("Greeting {Instance}.", context.InstanceId);
        return new JsonObject { ["text"] = $"{settings.GetText("greeting")}, {project.Name}!" };
    }
}
