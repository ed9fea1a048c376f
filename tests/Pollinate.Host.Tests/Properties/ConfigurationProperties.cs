using System.Globalization;
using System.Numerics;
using CsCheck;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Printing;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Properties;

/// <summary>What the daemon writes of its configuration it reads as the same.</summary>
internal sealed class ConfigurationProperties
{
    private static readonly Gen<string> Item = JsonValues.Text.Select(text => text.Replace(",", "", StringComparison.Ordinal).Trim());

    [Test]
    public void A_text_reads_back_as_written() => JsonValues.Text.Sample(text => ReadsBack("vault", "url", text), iter: 2000, threads: 1);

    [Test]
    public void A_list_reads_back_as_written() =>
        Item.Array[0, 5].Sample(items => ReadsBack("DEFAULT", "providers", (IReadOnlyList<string>)items), iter: 2000, threads: 1);

    [Test]
    public void A_number_reads_back_as_written() =>
        Gen.Select(Gen.Long, Gen.Int[1, 40]).Sample(
            (number, power) => ReadsBack("vault", "timeout", BigInteger.Pow(number, power)), iter: 500, threads: 1);

    [Test]
    public void A_number_with_a_fraction_is_written_as_one_that_reads_back() =>
        Gen.Double.Sample(
            number => double.IsNaN(number) || double.Parse(OsloLiteral.Float(number).Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture).Equals(number),
            iter: 5000, threads: 1);

    private static void ReadsBack(string group, string option, object value)
    {
        // What the dialect can't say is not written.
        if (OsloLiteral.Write(value) is not { } literal)
            return;
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.conf", $"[{group}]\n{option} = {literal}\n");

        var read = ConfigurationLoader.Load(
            new()
            {
                Paths = [new(IsDirectory: false, file)],
                Environment = new Dictionary<string, string>(),
                BaseDirectory = folder.Path,
                DefaultDirectory = folder.Combine("none"),
            },
            []);

        read.Value(group, option).Should().BeEquivalentTo(value, options => options.WithStrictOrdering(), literal);
    }
}
