using System.Text.Json.Nodes;
using CsCheck;
using Pollinate.Fuzz.Targets;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Tests.Properties;

/// <summary>What providers give for cloud-init, merged and written as YAML, reads back as what they gave.</summary>
internal sealed class CloudConfigProperties
{
    [Test]
    public void The_document_reads_back_as_the_plainest_merge(
        [Values] bool appends) =>
        JsonValues.Object.Array[1, 4].Sample(
            given => YamlReading.FindDifference(Document(Merge(appends), given), MergedJson.Of(Merge(appends), [.. given.Select(each => each.Element())])) is null
                || given.All(each => each.Count == 0),
            iter: 2000, threads: 1);

    [Test]
    public void To_replace_by_the_same_changes_and_reports_nothing() =>
        JsonValues.Object.Sample(
            given =>
            {
                var merged = new CloudConfig(CloudConfigMerge.Replace);
                merged.Merge("one", given.Element());
                var before = merged.ToDocument();

                merged.Merge("other", given.Element()).Should().BeEmpty();

                merged.ToDocument().Should().Be(before);
            },
            iter: 1000, threads: 1);

    [Test]
    public void Joined_lists_hold_all_items_in_order_whichever_two_are_joined_first() =>
        JsonValues.Any.Array[0, 4].Array[3].Sample(
            lists =>
            {
                var objects = lists.Select(items => new JsonObject { ["list"] = new JsonArray([.. items.Select(item => item?.DeepClone())]) }).ToArray();
                var all = new JsonObject { ["list"] = new JsonArray([.. lists.SelectMany(items => items).Select(item => item?.DeepClone())]) };

                YamlReading.FindDifference(Document(CloudConfigMerge.Append, objects), all).Should().BeNull();
            },
            iter: 1000, threads: 1);

    [Test]
    public void What_is_reported_as_replaced_is_what_differs() =>
        JsonValues.Object.Select(JsonValues.Object).Sample(
            (one, other) =>
            {
                var merged = new CloudConfig(CloudConfigMerge.Replace);
                merged.Merge("one", one.Element());

                merged.Merge("other", other.Element()).Select(replacement => replacement.Key).Should().Equal(
                    other.Where(member => one.ContainsKey(member.Key) && !JsonNode.DeepEquals(one[member.Key], member.Value)).Select(member => member.Key));
            },
            iter: 1000, threads: 1);

    private static CloudConfigMerge Merge(bool appends) => appends ? CloudConfigMerge.Append : CloudConfigMerge.Replace;

    private static string Document(CloudConfigMerge merge, JsonObject[] given)
    {
        var merged = new CloudConfig(merge);
        foreach (var (index, each) in given.Index())
            merged.Merge($"provider{index}", each.Element());
        return merged.ToDocument();
    }
}
