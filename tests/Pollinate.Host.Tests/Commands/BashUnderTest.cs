using System.Diagnostics;

namespace Pollinate.Host.Tests.Commands;

/// <summary>A bash that completes as it does at its prompt.</summary>
/// <param name="script">The file that says how.</param>
/// <param name="command">The executable.</param>
/// <param name="folder">Where it is.</param>
internal sealed class BashUnderTest(string script, string command, string folder)
{
    private const string Ask = """
        source "$1"
        shift
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _nova_pollinate
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    /// <param name="words">What is typed behind the executable, the word at the cursor last.</param>
    public async Task<IReadOnlyList<string>> CompleteAsync(params string[] words)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", Ask, "bash", script, command, .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        (await errors).Should().BeEmpty();
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
