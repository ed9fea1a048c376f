using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Lookups;
using Pollinate.Host.Vendordata;

namespace Pollinate.Benchmarks.Vendordata;

/// <summary>What it costs to make of Nova's body what providers are given.</summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // Cleaned up as BenchmarkDotNet does it.
public class RequestBenchmarks
#pragma warning restore CA1001
{
    private static readonly Caller Nova = new() { UserName = "nova", Roles = ["service"] };

    private readonly RequestBudget _budget = new(TimeSpan.FromSeconds(4), TimeProvider.System, CancellationToken.None);
    private ReadOnlySequence<byte> _body;

    /// <summary>How many bytes the user gave the guest; in the body they are base64 text.</summary>
    [Params(0, 16 * 1024)]
    public int UserData { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        // Always the same, and nothing that would be shorter than what users give.
        var userData = new byte[UserData];
        new Random(1).NextBytes(userData);
        _body = new(Encoding.UTF8.GetBytes(new JsonObject
        {
            ["project-id"] = "0bb3fa3aa4de405cb4562d2efe937225",
            ["instance-id"] = "5d6f1f4c-8a52-4c4a-9e5c-0e6d2c1b7a10",
            ["image-id"] = "9b2f4a8e-2d0c-4a56-b7f3-6a1f0d3c5e21",
            ["user-data"] = UserData == 0 ? null : Convert.ToBase64String(userData),
            ["hostname"] = "guest-1",
            ["metadata"] = new JsonObject { ["role"] = "web", ["stage"] = "test" },
            ["boot-roles"] = "member,reader",
        }.ToJsonString()));
    }

    [Benchmark(Description = "Nova's body read and checked, and the context of it")]
    public VendordataContext Parse() =>
        new RequestContext(VendordataRequest.Parse(_body), Nova, "req-1", _budget);

    [GlobalCleanup]
    public void CleanUp() => _budget.Dispose();
}
