namespace Pollinate.EndToEnd.Tests.Processes;

/// <summary>A Python service under gunicorn, from a module of the folder <c>Python</c>, on a port of 127.0.0.1.</summary>
internal static class WsgiServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="module">The module with the variable <c>application</c>.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="path">A path that it answers without a token.</param>
    /// <param name="environment">Where its configuration is.</param>
    public static async Task<ChildProcess> StartAsync(string module, int port, string path, IReadOnlyDictionary<string, string?> environment)
    {
        var process = ChildProcess.Start(
            "/usr/bin/gunicorn",
            // One worker: sqlite has one writer.
            ["--bind", $"127.0.0.1:{port}", "--workers", "1", "--timeout", "120", "--chdir", Path.Combine(AppContext.BaseDirectory, "Python"), $"{module}:application"],
            new Dictionary<string, string?>(environment) { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONWARNINGS"] = "ignore" });
        try
        {
            using var client = new HttpClient();
            await Eventually.WaitForAsync($"{module} to answer", Patience, async () =>
            {
                if (process.HasEnded)
                    throw new InvalidOperationException($"{module} did not start:\n{process.Errors}");
                try
                {
                    using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
                    return (int)response.StatusCode < 500
                        ? true
                        : throw new InvalidOperationException($"{module} answers {(int)response.StatusCode}:\n{process.Errors}");
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}
