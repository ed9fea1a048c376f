using System.Text;
using System.Text.Json;
using Pollinate.Abstractions;

namespace Pollinate.Providers.Tests.Support;

/// <summary>The request that Nova makes for a guest, and what a provider gives for it.</summary>
internal static class Request
{
    public const string ProjectId = "0bb3fa3aa4de405cb4562d2efe937225";
    public const string ServerId = "5d6f1f4c-8a52-4c4a-9e5c-0e6d2c1b7a10";
    public const string ImageId = "b7b284c1-2c78-4643-acd8-f4488082419c";

    /// <summary>What Nova sends for a guest that boots from an image.</summary>
    public static VendordataContext FromImage { get; } = Of($$"""
        {"project-id":"{{ProjectId}}","instance-id":"{{ServerId}}","image-id":"{{ImageId}}","hostname":"h","metadata":{},"user-data":null}
        """);

    /// <summary>What Nova sends for a guest that boots from a volume.</summary>
    public static VendordataContext FromVolume { get; } = Of($$"""
        {"project-id":"{{ProjectId}}","instance-id":"{{ServerId}}","image-id":"","hostname":"h","metadata":{},"user-data":null}
        """);

    /// <summary>A request that says no more than it must.</summary>
    public static VendordataContext OfProjectAlone { get; } = Of($$"""{"project-id":"{{ProjectId}}"}""");

    public static VendordataContext Of(string body) =>
        new(JsonElement.Parse(body), new Caller { UserName = "nova" }, "req-00000000-0000-0000-0000-000000000000");

    /// <summary>What the provider gives, as JSON text.</summary>
    public static async Task<string> RunAsync(this PollinateProvider provider, VendordataContext context) =>
        Encoding.UTF8.GetString((await provider.RunAsync(context, CancellationToken.None)).Utf8Json.Span);
}
