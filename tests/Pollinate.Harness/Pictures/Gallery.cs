using System.Diagnostics;
using System.Globalization;
using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>Measures and draws all pictures.</summary>
internal sealed class Gallery(RowContext context, TextWriter output)
{
    private static readonly IReadOnlyList<IPicture> Pictures =
        [new ProvidersPicture(), new LatencyPicture(), new ConnectionsPicture(), new StormPicture()];

    /// <param name="folder">Where the files go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that were not drawn, and why, a line each.</returns>
    public async Task<IReadOnlyList<string>> DrawAsync(string folder, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        Directory.CreateDirectory(folder);
        foreach (var picture in Pictures)
        {
            var begun = Stopwatch.GetTimestamp();
            var file = Path.Combine(folder, picture.Name + ".svg");
            try
            {
                await File.WriteAllTextAsync(file, await picture.DrawAsync(context, cancellationToken), cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The others are worth having all the same.
                failures.Add($"{file}: not drawn: {(exception is HarnessException ? exception.Message : exception.ToString())}");
            }

            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{file} {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"));
        }

        return failures;
    }
}
