using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;
using Pollinate.Providers.Keystone;
using Pollinate.Providers.Tests.Support;

namespace Pollinate.Providers.Tests;

internal sealed class KeystoneProviderTests
{
    private readonly LookupOfTests<Project> _projects = new();
    private readonly CollectedLog _log = new();

    [Test]
    public async Task A_guest_is_told_the_id_and_the_name_of_its_project()
    {
        _projects[Request.ProjectId] = new(Request.ProjectId, "demo", JsonElement.Parse("{}"));

        (await RunAsync()).Should().Be($$"""{"project_id":"{{Request.ProjectId}}","project_name":"demo"}""");
        _log.Lines.Should().BeEmpty();
    }

    [Test]
    public async Task A_project_that_Keystone_does_not_know_gives_nothing_and_a_warning()
    {
        (await RunAsync()).Should().Be("null");
        _log.Lines.Should().Equal((LogLevel.Warning, $"Keystone knows no project {Request.ProjectId}; the guest is not told its project."));
    }

    private Task<string> RunAsync() => new KeystoneProvider(_projects, _log).RunAsync(Request.OfProjectAlone);
}
