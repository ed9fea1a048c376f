using System.ComponentModel;
using System.Diagnostics;

namespace Pollinate.Harness.Reports;

/// <summary>What was measured.</summary>
/// <param name="Commit">The commit that is checked out; "unknown" outside of a clone.</param>
/// <param name="IsClean">Whether the files are those of the commit.</param>
internal sealed record SourceVersion(string Commit, bool IsClean)
{
    /// <summary>Asks git about the folder that the harness runs in.</summary>
    public static async Task<SourceVersion> ReadAsync(CancellationToken cancellationToken)
    {
        var commit = await GitAsync(["rev-parse", "HEAD"], cancellationToken);
        return commit is null
            ? new("unknown", false)
            : new(commit.Trim(), await GitAsync(["status", "--porcelain"], cancellationToken) is { Length: 0 });
    }

    private static async Task<string?> GitAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = git.StandardError.ReadToEndAsync(cancellationToken);
            var output = await git.StandardOutput.ReadToEndAsync(cancellationToken);
            await errors;
            await git.WaitForExitAsync(cancellationToken);
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            // There is no git.
            return null;
        }
    }
}
