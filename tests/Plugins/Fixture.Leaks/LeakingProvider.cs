using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pollinate.Abstractions;

namespace Fixture.Leaks;

/// <summary>Gives away everything that was entrusted to it, the way that the guest's host name says.</summary>
[Provider("leaking")]
[ProviderLookup(LookupKind.Secrets)]
[ProviderOption("key", Secret = true, Help = "A secret.")]
[ProviderOption("fails_check", Type = ProviderOptionType.Boolean, Help = "Whether its check fails.")]
[ProviderOption("print", Type = ProviderOptionType.Boolean, Help = "Whether it prints to the process's own standard error, around the log.")]
public sealed class LeakingProvider(ProviderSettings settings, ILookup<Secret> secrets, ILogger logger) : PollinateProvider, IDisposable
{
    /// <summary>What of a failure's text the host keeps.</summary>
    private const int LongestText = 16 * 1024;

    private string? _last;

    public override Task CheckAsync(CancellationToken cancellationToken) =>
        settings.GetBoolean("fails_check") == true
            ? throw new InvalidOperationException($"the key {settings.GetText("key")} does not fit")
            : Task.CompletedTask;

    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        var secret = (await secrets.FindAsync(context, "product_key", cancellationToken))!.Value;
        var all = string.Join(' ', new[] { settings.GetText("key")!, secret, UserData(context) }.SelectMany(Forms));
        // Not of the user-data: nobody but the provider knows any longer by then that it was some.
        _last = string.Join(' ', Forms(secret));
        if (settings.GetBoolean("print") == true)
            await Console.Error.WriteLineAsync(all);
        switch (context.Hostname)
        {
            case "throws":
                throw new InvalidOperationException($"can't use {all}", new FormatException(all));
            case "logs":
                using (logger.BeginScope(all))
                    logger.LogError(new InvalidOperationException(all), "Can't use {All}.", all);
                logger.LogDebug("Trying {All}.", all);
                break;
            case "is_cut":
                // The host keeps the beginning, and that ends within the secret.
                throw new ArgumentException(new string('x', LongestText - "System.ArgumentException: ".Length - (secret.Length / 2)) + secret);
            case "throws_on_a_thread":
                new Thread(() => throw new InvalidOperationException(all)).Start();
                break;
            case "throws_in_async_void":
                ThrowInAsyncVoid(all);
                break;
            case "gives_what_is_no_JSON":
                return ProviderResult.Parse(Encoding.UTF8.GetBytes($"[{secret}]"));
            default:
                break;
        }

        return ProviderResult.Write(writer => writer.WriteStringValue(secret));
    }

    public void Dispose()
    {
        if (_last is not null)
            throw new InvalidOperationException($"can't give back {_last}");
    }

    private static string UserData(VendordataContext context) =>
        context.UserData is { } data ? $"{data} {Encoding.UTF8.GetString(Convert.FromBase64String(data))}" : "";

    private static IEnumerable<string> Forms(string secret) =>
    [
        secret,
        JsonSerializer.Serialize(secret),
        Uri.EscapeDataString(secret),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{secret}")),
    ];

    private static async void ThrowInAsyncVoid(string text)
    {
        await Task.Yield();
        throw new InvalidOperationException(text);
    }
}
