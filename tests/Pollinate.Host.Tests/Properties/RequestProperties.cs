using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Pollinate.Abstractions;
using Pollinate.Fuzz.Targets;
using Pollinate.Host.Authentication;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Tests.Properties;

/// <summary>What a request says reaches providers as it was said.</summary>
internal sealed class RequestProperties
{
    private static readonly Gen<string?> TextOrNull = Gen.OneOf(JsonValues.Text.Select(text => (string?)text), Gen.Const((string?)null));

    [Test]
    public void Every_field_of_a_body_reaches_the_provider_in_however_many_pieces_it_comes() =>
        Gen.Select(JsonValues.Text.Where(text => text.Length > 0), TextOrNull, TextOrNull, TextOrNull, JsonValues.Object, Gen.Int[1, 9]).Sample(
            (project, instance, hostname, roles, metadata, pieces) =>
            {
                var json = new JsonObject
                {
                    ["project-id"] = project,
                    ["instance-id"] = instance,
                    ["hostname"] = hostname,
                    ["boot-roles"] = roles,
                    ["metadata"] = metadata.DeepClone(),
                    ["unknown"] = metadata.DeepClone(),
                };

                var context = new VendordataContext(
                    VendordataRequest.Parse(Pieces.Of(Encoding.UTF8.GetBytes(json.ToJsonString()), pieces)), new Caller(), "req-1");

                context.ProjectId.Should().Be(project);
                context.InstanceId.Should().Be(instance);
                context.Hostname.Should().Be(hostname);
                context.ImageId.Should().BeNull();
                string.Concat(context.BootRoles).Should().Be(string.Concat((roles ?? "").Split(',').Select(role => role.Trim())));
                context.Metadata.Should().BeEquivalentTo(
                    metadata.Where(entry => entry.Value?.GetValueKind() == JsonValueKind.String).ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>()));
                JsonElement.DeepEquals(context.Json.GetProperty("unknown"), metadata.Element()).Should().BeTrue("what is unknown is passed on");
            },
            iter: 1000, threads: 1);

    [Test]
    public void What_is_no_whole_object_is_refused_wherever_it_ends() =>
        JsonValues.Object.Select(Gen.Double[0, 1]).Sample(
            (members, part) =>
            {
                members["project-id"] = "p";
                var whole = Encoding.UTF8.GetBytes(members.ToJsonString());
                var cut = whole[..(int)(part * (whole.Length - 1))];

                FluentActions.Invoking(() => VendordataRequest.Parse(new ReadOnlySequence<byte>(cut))).Should().Throw<BadRequestException>();
            },
            iter: 1000, threads: 1);

    [Test]
    public void A_tokens_hash_is_that_of_its_characters_and_no_others() =>
        Gen.String[Gen.Char['!', '~'], 1, 300].Select(Gen.String[Gen.Char['!', '~'], 1, 300]).Sample(
            (one, other) =>
            {
                (TokenHash.Of(one) == TokenHash.Of(other)).Should().Be(one == other);
                TokenHash.Of(one).GetHashCode().Should().Be(BitConverter.ToUInt64(SHA256.HashData(Encoding.ASCII.GetBytes(one))).GetHashCode());
            },
            iter: 2000, threads: 1);

    [Test]
    public void An_access_rule_allows_what_the_pattern_of_keystonemiddleware_does() =>
        Gen.String[JsonValues.OneOf('a', 'b', '/', '*', '*', '{', '}', '\n'), 0, 8].Select(Gen.String[JsonValues.OneOf('a', 'b', '/', '{', '*', '\n'), 0, 8]).Sample(
            (rule, path) =>
            {
                var pattern = string.Concat(Regex.Matches(rule, @"\{[^}]*\}|\*\*|\*|[^{*]+|\{").Select(part => part.Value switch
                {
                    "**" => ".*",
                    "*" or ['{', .., '}'] => "[^/]+",
                    _ => Regex.Escape(part.Value),
                }));

                new AccessRule("compute", "POST", rule).Allows("compute", "POST", path)
                    .Should().Be(Regex.IsMatch(path, $@"\A{pattern}\z", RegexOptions.Singleline), $"{rule} and {path}");
            },
            iter: 20_000, threads: 1);
}
