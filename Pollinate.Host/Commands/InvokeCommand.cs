using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Budgets;
using Pollinate.Host.Commands.Help;
using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Commands;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;
using Pollinate.Host.Redaction;
using Pollinate.Host.Vendordata;

namespace Pollinate.Host.Commands;

/// <summary><c>nova-pollinate invoke</c>: answers one request as the daemon would, and says how long each provider took.</summary>
internal static class InvokeCommand
{
    private const string StandardInput = "-";

    /// <param name="switches">The switches that say which files are read.</param>
    public static Command Create(ConfigurationSwitches switches)
    {
        var context = new Option<string>("--context")
        {
            Description = "File with the body of a request as Nova sends it; - is standard input.",
            HelpName = "FILE",
            Required = true,
        };
        var providers = new Option<string[]>("--provider")
        {
            Description = "Run this provider alone, by a name that [DEFAULT] providers could call it. Can be given several times.",
            HelpName = "PROVIDER",
            AllowMultipleArgumentsPerToken = false,
        };
        var cloudInit = new Option<bool>("--cloud-init") { Description = "Print what /cloud-init answers." };
        var command = new DocumentedCommand("invoke", "Answer one request as the daemon would, and say how long each provider took.", Manual) { context, providers, cloudInit };
        command.SetAction((result, _) => CommandProcess.RunAsync((streams, cancellationToken) => RunAsync(
            ConfigurationArguments.OfProcess(switches.Paths(result)),
            result.GetValue(context)!,
            result.GetValue(providers) ?? [],
            result.GetValue(cloudInit),
            streams,
            cancellationToken)));
        return command;
    }

    private static CommandManual Manual => new(
        [
            "Runs the request through the providers with the same budget, against the real services, and prints the answer, secrets in it " +
            "included. Standard error has one line for each provider: its time and what became of it. There is no token, so the caller " +
            "that providers see is nobody.",
        ],
        [
            new(CommandProcess.Good, "The request was answered, whichever provider failed."),
            new(CommandProcess.Bad, "The configuration or the request can't be used, or a provider that is required failed."),
        ],
        [
            new("nova-pollinate invoke --context request.json", "Try a request with all providers."),
            new("nova-pollinate invoke --context - --provider project_info < request.json", "Try one provider, with the request on standard input."),
        ]);

    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The configuration can't be read.</exception>
    /// <exception cref="StartException">Something stands against serving.</exception>
    /// <exception cref="CommandException">The request can't be used, a provider is not listed, or a required one failed.</exception>
    internal static async Task<int> RunAsync(
        ConfigurationArguments arguments,
        string contextPath,
        IReadOnlyList<string> providers,
        bool cloudInit,
        CommandStreams streams,
        CancellationToken cancellationToken)
    {
        var configuration = WithoutLogFile(DaemonConfiguration.Load(arguments));
        if (providers.Count > 0)
            configuration = Only(configuration, providers);
        var json = await ReadAsync(arguments, contextPath, configuration.Snapshot, streams, cancellationToken);
        using var known = streams.Redactor.Register();
        known.Set(RequestSecrets.Of(json));
        await using var made = await CommandGeneration.MakeAsync(configuration, streams, cancellationToken);
        using var budget = new RequestBudget(
            RequestBudget.LengthOf(configuration.Snapshot.Bind<DefaultOptions>()), TimeProvider.System, cancellationToken);
        var request = new RequestContext(json, new Caller(), $"req-{Guid.NewGuid()}", budget);
        var output = await made.Generation.Pipeline.RunAsync(request, budget);
        OutcomeText.Write(streams.Errors, streams.Redactor, output.Outcomes);
        if (output.Missing.Count > 0)
        {
            throw new CommandException(
                $"There is no answer, since it would lack what is required: {string.Join(", ", output.Missing)}; the daemon would answer 500.");
        }

        var answer = new ArrayBufferWriter<byte>();
        if (cloudInit)
            output.WriteCloudInit(answer);
        else
            output.WriteAll(answer);
        answer.Write("\n"u8);
        await streams.Output.WriteAsync(answer.WrittenMemory, cancellationToken);
        return CommandProcess.Good;
    }

    /// <summary>Whoever may read the configuration may try a request, whether the log is theirs to write or not.</summary>
    private static DaemonConfiguration WithoutLogFile(DaemonConfiguration configuration) =>
        configuration with { Snapshot = configuration.Snapshot.With("DEFAULT", "log_file", null).With("DEFAULT", "log_dir", null) };

    private static DaemonConfiguration Only(DaemonConfiguration configuration, IReadOnlyList<string> providers)
    {
        var entries = configuration.Snapshot.Bind<DefaultOptions>().Providers;
        var resolved = ResolvedEntry.Resolve(entries, configuration.Catalog);
        foreach (var provider in providers)
        {
            if (!resolved.Any(entry => IsCalled(entry, provider)))
            {
                throw new CommandException(entries.Count == 0
                    ? $"--provider: '{provider}' is not listed: [DEFAULT] providers is empty."
                    : $"--provider: '{provider}' is not listed in [DEFAULT] providers, which has {string.Join(", ", entries)}.");
            }
        }

        string[] chosen = [.. resolved.Where(entry => providers.Any(provider => IsCalled(entry, provider))).Select(entry => entry.Entry)];
        return configuration with { Snapshot = configuration.Snapshot.With("DEFAULT", "providers", chosen) };
    }

    private static bool IsCalled(ResolvedEntry entry, string name) =>
        entry.Entry == name || entry.Provider is { } provider && (provider.TypeName == name || provider.IsCalled(name));

    private static async Task<JsonElement> ReadAsync(
        ConfigurationArguments arguments, string path, ConfigurationSnapshot snapshot, CommandStreams streams, CancellationToken cancellationToken)
    {
        var name = path == StandardInput ? "standard input" : path;
        var body = await ReadBodyAsync(arguments, path, streams, cancellationToken);
        var most = snapshot.Bind<OsloMiddlewareOptions>().MaxRequestBodySize ?? new OsloMiddlewareOptions().MaxRequestBodySize!.Value;
        if (body.Length > most)
        {
            throw new CommandException(
                $"--context: {name} has {body.Length} bytes, and [oslo_middleware] max_request_body_size lets a request have {most}: the daemon would answer 413.");
        }

        try
        {
            return VendordataRequest.Parse(new(body));
        }
        catch (BadRequestException exception)
        {
            throw new CommandException($"--context: {name}: {exception.Message.TrimEnd('.')}; the daemon would answer 400.");
        }
    }

    private static async Task<byte[]> ReadBodyAsync(
        ConfigurationArguments arguments, string path, CommandStreams streams, CancellationToken cancellationToken)
    {
        if (path != StandardInput)
        {
            try
            {
                return await File.ReadAllBytesAsync(arguments.Resolve(path), cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CommandException($"--context: {path} can't be read: {exception.Message.TrimEnd('.')}; name a file with the body of a request.");
            }
        }

        using var body = new MemoryStream();
        await streams.Input.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }
}
