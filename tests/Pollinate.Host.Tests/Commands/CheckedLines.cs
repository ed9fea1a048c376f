using System.Text;
using Pollinate.Host.Commands;
using Pollinate.Host.Commands.Checking;
using Pollinate.Host.Configuration;

namespace Pollinate.Host.Tests.Commands;

/// <summary>
/// Has <c>nova-pollinate check --offline</c> say what is wrong as the other commands do, a line each on standard error, for tests
/// of what is found and not of how it is shown.
/// </summary>
internal static class CheckedLines
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ConfigurationArguments arguments, CommandStreams streams)
    {
        using var output = new MemoryStream();
        var code = await CheckCommand.RunAsync(
            arguments, new() { Json = true, Offline = true }, streams with { Output = output }, CancellationToken.None);
        foreach (var row in CheckedRow.Of(new(code, Encoding.UTF8.GetString(output.ToArray()), "")))
        {
            var lines = row.Lines.Where(line => !line.StartsWith("Nothing that ") && !line.StartsWith("It was not tried") && !line.StartsWith("Read from ") && !line.Contains("; sockets that systemd hands over") && !line.StartsWith("Secrets were not read"));
            if (row.Result == CheckResult.Failure)
                streams.WriteErrors(lines.Where(line => !line.StartsWith("Warning: ")));
            if (row.Result == CheckResult.Warning)
                streams.WriteWarnings(lines);
            else
                streams.WriteWarnings(lines.Where(line => line.StartsWith("Warning: ")).Select(line => line["Warning: ".Length..]));
        }

        return code;
    }
}
