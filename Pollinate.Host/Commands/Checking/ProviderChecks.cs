using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Hosting;
using Pollinate.Host.Lookups;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Checks the providers by making the generation that a start would make.</summary>
internal static class ProviderChecks
{
    private const string AllOfThem = "Providers";

    /// <param name="configuration">The configuration.</param>
    /// <param name="permissions">What others can write to of their plugins.</param>
    /// <param name="known">What has been said elsewhere.</param>
    /// <param name="streams">Where their log goes.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    /// <returns>A row for each, and what they look up.</returns>
    public static async Task<(IReadOnlyList<CheckRow> Rows, IReadOnlyList<ProviderNeeds> Needs)> RunAsync(
        DaemonConfiguration configuration,
        IReadOnlyList<string> permissions,
        IReadOnlyList<string> known,
        CommandStreams streams,
        CancellationToken cancellationToken)
    {
        var entries = ResolvedEntry.Resolve(configuration.Snapshot.Bind<DefaultOptions>().Providers, configuration.Catalog);
        List<ProviderNeeds> needs = [.. entries.Where(entry => entry.Problem is null).Select(entry => ProviderNeeds.Declared(entry.Provider!))];
        try
        {
            await using var made = await CommandGeneration.MakeAsync(configuration, streams, CommandLog.ToFactoryOfCheck, cancellationToken);
            // What a provider does not declare it still takes by its constructor.
            needs = [.. made.Generation.Pipeline.Entries.Select(entry => ProviderNeeds.Of(entry.Description, entry.Provider.GetType()))];
            return ([.. entries.Select(Ready)], needs);
        }
        catch (StartException exception)
        {
            string[] others = [.. exception.Errors.Except([.. known, .. permissions, .. exception.Providers.Select(problem => problem.Message), .. entries.Select(entry => entry.Problem).OfType<string>()])];
            return (
                [
                    .. entries.Select((entry, index) => Row(entry, index, exception, isTried: permissions.Count == 0 && others.Length == 0)),
                    .. others.Length == 0 ? [] : new[] { CheckRow.Failure(AllOfThem, others) },
                ],
                needs);
        }
        catch (CommandException exception)
        {
            return ([CheckRow.Failure(AllOfThem, exception.Message)], needs);
        }
    }

    private static CheckRow Row(ResolvedEntry entry, int index, StartException exception, bool isTried)
    {
        var problem = exception.Providers.FirstOrDefault(problem => problem.Index == index)?.Message ?? entry.Problem;
        if (problem is not null)
            return CheckRow.Failure(NameOf(entry), problem);
        return isTried ? Ready(entry) : CheckRow.Warning(NameOf(entry), "It was not tried, since something else keeps the providers from being loaded; see the other rows.");
    }

    private static CheckRow Ready(ResolvedEntry entry) =>
        CheckRow.Success(NameOf(entry), $"{entry.Provider!.TypeName} from {entry.Provider.Folder.Path}");

    private static string NameOf(ResolvedEntry entry) => $"Provider {entry.Provider?.Name ?? entry.Entry}";
}
