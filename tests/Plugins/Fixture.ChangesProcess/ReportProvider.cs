using System.Globalization;
using System.Text.Json.Nodes;
using Pollinate.Abstractions;

namespace Fixture.ChangesProcess;

/// <summary>Tells how the process is, and writes to the console.</summary>
[Provider("reports_process")]
public sealed class ReportProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out var least, out _);
        ThreadPool.GetMaxThreads(out var most, out _);
        await Console.Out.WriteLineAsync("written to standard output");
        await Console.Error.WriteLineAsync("written to standard error");
        return new JsonObject
        {
            ["directory"] = Directory.GetCurrentDirectory(),
            ["number"] = FormatOnNewThread(1.5),
            ["ui_culture"] = CultureInfo.DefaultThreadCurrentUICulture is null ? "none" : "one",
            ["least"] = least,
            ["most"] = most,
            ["input"] = await Console.In.ReadLineAsync(cancellationToken) ?? "its end",
        };
    }

    private static string FormatOnNewThread(double number)
    {
        var text = "";
        var thread = new Thread(() => text = number.ToString(CultureInfo.CurrentCulture));
        thread.Start();
        thread.Join();
        return text;
    }
}
