using Pollinate.Abstractions;

namespace Pollinate.Benchmarks.Dispatch;

/// <summary>A catalog without services.</summary>
internal sealed class NoClients : IServiceClients
{
    public HttpClient Create(string serviceType) => throw new LookupException($"{serviceType}: the catalog is empty");
}
