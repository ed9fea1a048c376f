using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;
using Pollinate.Abstractions;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Pollinate.Architecture.Tests;

internal sealed class DependencyTests
{
    private static readonly Assembly Contract = typeof(PollinateProvider).Assembly;
    private static readonly Assembly Host = Assembly.Load("nova-pollinate");

    private static readonly Assembly[] Providers =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Pollinate.Providers.*.dll")
            .Select(path => Assembly.Load(Path.GetFileNameWithoutExtension(path))),
    ];

    private static readonly ArchUnitNET.Domain.Architecture Built =
        new ArchLoader().LoadAssemblies([Host, Contract, .. Providers]).Build();

    [Test]
    public void Only_the_configuration_folder_knows_IniParser() =>
        Types().That().ResideInAssembly(Host).And().DoNotResideInNamespaceMatching(@"^Pollinate\.Host\.Configuration(\.|$)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^IniParser(\.|$)")
            .Check(Built);

    [Test]
    public void Only_the_plugin_folder_knows_the_plugin_loader() =>
        Types().That().ResideInAssembly(Host).And().DoNotResideInNamespaceMatching(@"^Pollinate\.Host\.Plugins(\.|$)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^McMaster\.")
            .Check(Built);

    [Test]
    public void Only_the_logging_folder_knows_NLog() =>
        Types().That().ResideInAssembly(Host).And().DoNotResideInNamespaceMatching(@"^Pollinate\.Host\.Logging(\.|$)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^NLog(\.|$)")
            .Check(Built);

    [Test]
    public void Only_the_OpenStack_folder_knows_Polly() =>
        Types().That().ResideInAssembly(Host).And().DoNotResideInNamespaceMatching(@"^Pollinate\.Host\.OpenStack(\.|$)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^Polly(\.|$)")
            .Check(Built);

    [Test]
    public void Only_the_caching_folder_knows_Redis() =>
        Types().That().ResideInAssembly(Host).And().DoNotResideInNamespaceMatching(@"^Pollinate\.Host\.Caching(\.|$)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^StackExchange\.Redis(\.|$)")
            .Check(Built);

    [Test]
    public void Only_the_telemetry_folder_and_the_admin_listener_know_OpenTelemetry() =>
        Types().That().ResideInAssembly(Host).And().DoNotResideInNamespaceMatching(@"^Pollinate\.Host\.(Telemetry|Admin)(\.|$)")
            .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(@"^OpenTelemetry(\.|$)")
            .Check(Built);

    [Test]
    public void The_daemon_starts_no_process_which_would_inherit_its_environment() =>
        Host.GetReferencedAssemblies().Select(assembly => assembly.Name).Should()
            .NotContain(typeof(System.Diagnostics.Process).Assembly.GetName().Name);

    [Test]
    public void The_rules_about_folders_would_notice_a_breach()
    {
        // A rule over nothing holds: each library must really be used where it may be.
        foreach (var (folder, library) in new[]
        {
            (@"^Pollinate\.Host\.Configuration(\.|$)", @"^IniParser(\.|$)"),
            (@"^Pollinate\.Host\.Plugins(\.|$)", @"^McMaster\."),
            (@"^Pollinate\.Host\.Logging(\.|$)", @"^NLog(\.|$)"),
            (@"^Pollinate\.Host\.OpenStack(\.|$)", @"^Polly(\.|$)"),
            (@"^Pollinate\.Host\.Caching(\.|$)", @"^StackExchange\.Redis(\.|$)"),
            (@"^Pollinate\.Host\.Telemetry(\.|$)", @"^OpenTelemetry(\.|$)"),
        })
        {
            Types().That().ResideInAssembly(Host).And().ResideInNamespaceMatching(folder)
                .Should().NotDependOnAnyTypesThat().ResideInNamespaceMatching(library)
                .HasNoViolations(Built).Should().BeFalse(because: library);
        }
    }

    [Test]
    public void The_contract_references_the_framework_and_the_logging_abstractions_alone()
    {
        Contract.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Should().BeSubsetOf(["Microsoft.Extensions.Logging.Abstractions"]);
    }

    [Test]
    public void The_contract_keeps_its_assembly_version_for_the_whole_line() =>
        Contract.GetName().Version.Should().Be(new Version(1, 0, 0, 0));

    [Test]
    public void The_host_references_no_provider()
    {
        Providers.Should().HaveCountGreaterThanOrEqualTo(2);
        Host.GetReferencedAssemblies().Select(reference => reference.Name)
            .Should().NotContain(name => name!.StartsWith("Pollinate.Providers.", StringComparison.Ordinal));
    }

    [Test]
    public void A_provider_references_nothing_of_ours_but_the_contract()
    {
        foreach (var provider in Providers)
        {
            provider.GetReferencedAssemblies().Select(reference => reference.Name!)
                .Where(name => name.StartsWith("Pollinate.", StringComparison.Ordinal) || name == "nova-pollinate")
                .Should().Equal(["Pollinate.Abstractions"], because: provider.GetName().Name);
        }
    }
}
