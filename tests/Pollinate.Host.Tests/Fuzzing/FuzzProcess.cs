using System.Diagnostics;

namespace Pollinate.Host.Tests.Fuzzing;

/// <summary>The fuzzer as a process of its own, which a stack that overflows ends.</summary>
internal static class FuzzProcess
{
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Pollinate.Fuzz.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
