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
    /// <exception cref="HarnessException">One can't be measured.</exception>
    public async Task DrawAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var picture in Pictures)
        {
            var begun = Stopwatch.GetTimestamp();
            var file = Path.Combine(folder, picture.Name + ".svg");
            await File.WriteAllTextAsync(file, await picture.DrawAsync(context, cancellationToken), cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{file} {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"));
        }
    }
}
