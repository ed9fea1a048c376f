using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Pollinate.Architecture.Tests;

internal sealed partial class CodeStyleTests
{
    private static readonly Assembly Host = Assembly.Load("nova-pollinate");

    private static IEnumerable<Type> OwnTypes => Host.GetTypes()
        .Where(type => type.Namespace?.StartsWith("Pollinate.Host", StringComparison.Ordinal) == true)
        .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.StartsWith('<'));

    [Test]
    public void Nothing_of_the_host_is_public() =>
        OwnTypes.Where(type => type.IsPublic).Should().BeEmpty();

    [Test]
    public void Classes_of_the_host_are_sealed_or_made_to_be_derived_from()
    {
        var open = OwnTypes
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false })
            .Where(type => !OwnTypes.Any(other => other.BaseType == type));

        open.Should().BeEmpty();
    }

    [Test]
    public void Every_folder_is_a_namespace()
    {
        foreach (var path in Repository.Sources("Pollinate.Host").Concat(Repository.Sources("Pollinate.Abstractions")))
        {
            var relative = Path.GetRelativePath(Repository.Root, path);
            var match = NamespaceLine().Match(File.ReadAllText(path));
            if (match.Success)
                match.Groups[1].Value.Should().Be(Path.GetDirectoryName(relative)!.Replace('/', '.'), because: relative);
            else
                Path.GetFileName(path).Should().Be("Program.cs", because: "only the entry point has no namespace");
        }
    }

    [Test]
    public void Every_file_of_the_host_holds_one_type_and_bears_its_name()
    {
        foreach (var path in Repository.Sources("Pollinate.Host").Concat(Repository.Sources("Pollinate.Abstractions")))
        {
            var types = TopLevelType().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value).ToList();
            if (types.Count > 0)
                types.Should().Equal([Path.GetFileNameWithoutExtension(path)], because: Path.GetRelativePath(Repository.Root, path));
        }
    }

    [Test]
    public void Every_log_message_has_an_id_of_its_own()
    {
        var ids = OwnTypes
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: $"{method.DeclaringType!.FullName}.{method.Name}", Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(pair => pair.Message is not null)
            .ToList();

        ids.Should().NotBeEmpty();
        ids.GroupBy(pair => pair.Message!.EventId).Where(same => same.Count() > 1)
            .Select(same => string.Join(", ", same.Select(pair => pair.Method)))
            .Should().BeEmpty();
    }

    [Test]
    public void No_class_is_named_after_nothing() =>
        OwnTypes.Where(type => type.Name.EndsWith("Manager", StringComparison.Ordinal) ||
                type.Name.EndsWith("Helper", StringComparison.Ordinal) ||
                type.Name.EndsWith("Util", StringComparison.Ordinal) ||
                type.Name.EndsWith("Utils", StringComparison.Ordinal))
            .Should().BeEmpty();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|file) )*(?:class|record struct|record|struct|interface|enum|delegate \w+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
