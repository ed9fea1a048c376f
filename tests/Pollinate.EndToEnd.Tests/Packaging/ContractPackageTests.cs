using Pollinate.EndToEnd.Tests.Processes;

namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The NuGet package for authors of providers.</summary>
internal sealed class ContractPackageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Test]
    public async Task With_it_alone_a_provider_is_made_in_an_empty_folder_and_the_daemon_lists_it()
    {
        var package = BuiltPackage.Single("Pollinate.Abstractions.*.nupkg");
        BuiltPackage.Single("Pollinate.Abstractions.*.snupkg").Should().NotBeNull("a debugger finds the sources by it");
        var version = Path.GetFileNameWithoutExtension(package)["Pollinate.Abstractions.".Length..];
        // Not in /tmp, which anybody may write to: no plugin is loaded from there.
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", $"provider-{Guid.NewGuid():N}"));
        try
        {
            Write(folder, "Directory.Build.props", "<Project />");
            Write(folder, "Directory.Packages.props", "<Project />");
            Write(folder, "nuget.config", $"""<configuration><packageSources><add key="contract" value="{BuiltPackage.Folder}" /></packageSources></configuration>""");
            Write(folder, "Example.Greeting.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <EnableDynamicLoading>true</EnableDynamicLoading>
                    <RestorePackagesPath>packages</RestorePackagesPath>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Pollinate.Abstractions" Version="{version}" ExcludeAssets="runtime" />
                  </ItemGroup>
                </Project>
                """);
            var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Pollinate.Abstractions", "README.md"));
            Write(folder, "HelloProvider.cs", readme.Split("```csharp\n")[1].Split("```")[0]);

            Write(folder, "daemon.conf", $"[DEFAULT]\nproviders = hello\nplugins_dir = {Path.Combine(folder.FullName, "plugins")}\n");
            await using var publish = await ChildProcess.RunAsync(
                "dotnet", ["publish", folder.FullName, "--output", Path.Combine(folder.FullName, "plugins", "Example.Greeting"), "--nologo", "-p:ErrorOnDuplicatePublishOutputFiles=false"], Patience);
            await using var providers = await ChildProcess.RunAsync(
                Repository.Executable,
                ["providers", "--config-file", Path.Combine(folder.FullName, "daemon.conf")],
                Patience);

            providers.Output.Should().MatchRegex(@"(?m)^1\s+hello\s+ready\s");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(DirectoryInfo folder, string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
}
