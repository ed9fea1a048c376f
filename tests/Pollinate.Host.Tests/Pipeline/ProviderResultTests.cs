using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Pollinate.Host.Tests.Pipeline;

internal sealed class ProviderResultTests
{
    [Test]
    public void A_JSON_object_becomes_a_result_as_it_stood_when_it_was_returned()
    {
        var json = new JsonObject { ["a"] = 1 };

        ProviderResult result = json;
        json["a"] = 2;

        Encoding.UTF8.GetString(result.Utf8Json.Span).Should().Be("""{"a":1}""");
    }

    [Test]
    public void Text_that_is_not_one_JSON_value_is_refused()
    {
        foreach (var text in new[] { "", "{", "{}{}", "nope" })
        {
            var parse = () => ProviderResult.Parse(Encoding.UTF8.GetBytes(text));
            parse.Should().Throw<JsonException>(because: $"the text is '{text}'");
        }
    }

    [Test]
    public void A_writer_that_leaves_its_value_open_is_refused()
    {
        var write = () => ProviderResult.Write(writer => writer.WriteStartObject());

        write.Should().Throw<InvalidOperationException>();
    }
}
