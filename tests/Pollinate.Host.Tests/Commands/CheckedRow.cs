using System.Text.Json;
using Pollinate.Host.Commands.Checking;

namespace Pollinate.Host.Tests.Commands;

/// <summary>A row of what <c>nova-pollinate check --json</c> printed.</summary>
internal sealed record CheckedRow(string Check, CheckResult Result, string Details)
{
    public IReadOnlyList<string> Lines => Details.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<CheckedRow> Of(CommandResult result) =>
    [
        .. JsonElement.Parse(result.Output).GetProperty("checks").EnumerateArray().Select(row => new CheckedRow(
            row.GetProperty("check").GetString()!,
            (CheckResult)row.GetProperty("result").GetInt32(),
            row.GetProperty("details").GetString() ?? "")),
    ];
}
