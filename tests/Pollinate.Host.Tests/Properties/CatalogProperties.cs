using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Pollinate.Host.Authentication;
using Pollinate.Host.OpenStack;

namespace Pollinate.Host.Tests.Properties;

/// <summary>A catalog of any shape: what is found in it, and what is told of it.</summary>
internal sealed class CatalogProperties
{
    private static readonly string[] Types = ["compute", "image", "identity", "volumev3", "block-storage"];
    private static readonly string[] Interfaces = ["public", "internal", "admin"];
    private static readonly string[] Regions = ["one", "two", ""];

    private static readonly Gen<(string Type, (string Interface, string Region, int Url)[] Endpoints)[]> Catalogs = Gen.Select(
        JsonValues.OneOf(Types),
        Gen.Select(JsonValues.OneOf(Interfaces), JsonValues.OneOf(Regions), Gen.Int[0, 99]).Array[0, 6]).Array[0, 6];

    [Test]
    public void The_first_endpoint_of_the_first_interface_that_has_one_is_found() =>
        Gen.Select(Catalogs, JsonValues.OneOf("compute", "image", "identity"), JsonValues.OneOf(Interfaces).Array[1, 3], JsonValues.OneOf("one", "two", "any")).Sample(
            (catalog, type, interfaces, region) =>
            {
                var expected = interfaces
                    .SelectMany(kind => catalog.Where(service => service.Type == type).SelectMany(service => service.Endpoints)
                        .Where(endpoint => endpoint.Interface == kind && (region == "any" || endpoint.Region == region)))
                    .Select(endpoint => $"http://{endpoint.Url}/").FirstOrDefault();

                ServiceCatalog.Read(Token(catalog)).Find(type, interfaces, region == "any" ? null : region).Should().Be(expected);
            },
            iter: 2000, threads: 1);

    [Test]
    public void The_header_tells_of_each_region_and_interface_the_last_address() =>
        Catalogs.Sample(
            catalog =>
            {
                var header = JsonElement.Parse(ServiceCatalogHeader.Of(Token(catalog))!);

                header.GetArrayLength().Should().Be(catalog.Length);
                foreach (var (service, told) in catalog.Zip(header.EnumerateArray()))
                {
                    told.GetProperty("type").GetString().Should().Be(service.Type);
                    var addresses = told.GetProperty("endpoints").EnumerateArray().SelectMany(endpoint => endpoint.EnumerateObject()
                        .Where(member => member.Name != "region")
                        .Select(member => (endpoint.TryGetProperty("region", out var region) ? region.GetString() : "", member.Name, member.Value.GetString())));
                    addresses.Should().BeEquivalentTo(service.Endpoints
                        .GroupBy(endpoint => (endpoint.Region, endpoint.Interface))
                        .Select(same => (same.Key.Region, same.Key.Interface + "URL", $"http://{same.Last().Url}/")));
                }
            },
            iter: 1000, threads: 1);

    private static JsonElement Token((string Type, (string Interface, string Region, int Url)[] Endpoints)[] catalog) =>
        new JsonObject
        {
            ["catalog"] = new JsonArray(
            [
                .. catalog.Select(service => new JsonObject
                {
                    ["type"] = service.Type,
                    ["endpoints"] = new JsonArray(
                    [
                        .. service.Endpoints.Select(endpoint => new JsonObject
                        {
                            ["interface"] = endpoint.Interface,
                            ["region"] = endpoint.Region,
                            ["region_id"] = endpoint.Region,
                            ["url"] = $"http://{endpoint.Url}/",
                        }),
                    ]),
                }),
            ]),
        }.Element();
}
