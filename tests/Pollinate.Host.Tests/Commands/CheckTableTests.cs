using Pollinate.Host.Commands;
using Pollinate.Host.Commands.Checking;

namespace Pollinate.Host.Tests.Commands;

/// <summary>How the rows of <c>nova-pollinate check</c> are written.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class CheckTableTests
{
    private static readonly IReadOnlyList<CheckRow> Rows =
    [
        CheckRow.Success("Configuration"),
        CheckRow.Warning("Listener", "The certificate expires soon."),
        CheckRow.Failure("Vault", "Vault denied it (403); the token must be valid and its policy allow to read this path.", "nvidia_vgpu needs it."),
    ];

    [Test]
    public void The_table_has_the_form_that_nova_status_upgrade_check_gives_it() =>
        Written(width: 60, colours: false).Should().Be("""
            +---------------------------------------------------------+
            | nova-pollinate check                                    |
            +---------------------------------------------------------+
            | Check: Configuration                                    |
            | Result: Success                                         |
            | Details: None                                           |
            +---------------------------------------------------------+
            | Check: Listener                                         |
            | Result: Warning                                         |
            | Details: The certificate expires soon.                  |
            +---------------------------------------------------------+
            | Check: Vault                                            |
            | Result: Failure                                         |
            | Details: Vault denied it (403); the token must be valid |
            |     and its policy allow to read this path.             |
            |   nvidia_vgpu needs it.                                 |
            +---------------------------------------------------------+

            """);

    [TestCase(20)]
    [TestCase(75)]
    [TestCase(null)]
    [TestCase(500)]
    public void All_lines_are_as_long_as_each_other_and_as_the_terminal_lets_them_be(int? width)
    {
        var lines = Written(width, colours: false).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Select(line => line.Length).Distinct().Should().ContainSingle().Which.Should().BeLessThanOrEqualTo(Math.Clamp(width ?? 80, 40, 120));
    }

    [Test]
    public void A_path_that_is_longer_than_a_line_is_left_whole_so_that_it_can_be_copied()
    {
        var path = "/" + new string('x', 150);

        using var writer = new StringWriter { NewLine = "\n" };
        CheckTable.Write(writer, [CheckRow.Failure("Permissions", $"run chmod go-w {path}.")], width: 80, colours: false);

        writer.ToString().Should().Contain($"{path}.");
    }

    [Test]
    public void Colours_are_for_the_results_alone()
    {
        var coloured = Written(width: 60, colours: true);

        coloured.Should().Contain("Result: \e[32mSuccess\e[0m ").And.Contain("Result: \e[33mWarning\e[0m ").And.Contain("Result: \e[31mFailure\e[0m ");
        coloured.Split('\e').Should().HaveCount(7);
        coloured.Replace("\e[32m", "").Replace("\e[33m", "").Replace("\e[31m", "").Replace("\e[0m", "").Should().Be(Written(width: 60, colours: false));
    }

    [TestCase(null, "xterm-256color", true)]
    [TestCase("", "xterm", true)]
    [TestCase("1", "xterm", false)]
    [TestCase(null, "dumb", false)]
    [TestCase(null, null, false)]
    public void NO_COLOR_and_a_terminal_that_has_none_are_heeded(string? noColor, string? term, bool expected) =>
        CommandStreams.AreColoursWanted(name => name == "NO_COLOR" ? noColor : name == "TERM" ? term : null).Should().Be(expected);

    [Test]
    public void What_comes_from_outside_can_not_break_out_of_its_cell()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        CheckTable.Write(writer, [CheckRow.Failure("Vault", "a\n| Result: Success\e[2J")], width: 80, colours: false);

        writer.ToString().Split('\n').Should().ContainSingle(line => line.StartsWith("| Result: "));
        writer.ToString().Should().NotContain("\e");
    }

    private static string Written(int? width, bool colours)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        CheckTable.Write(writer, Rows, width, colours);
        return writer.ToString();
    }
}
