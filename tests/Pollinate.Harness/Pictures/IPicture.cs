using Pollinate.Harness.Rows;

namespace Pollinate.Harness.Pictures;

/// <summary>A picture of curves, which are measured for it.</summary>
internal interface IPicture
{
    /// <summary>The name of its file, without an ending.</summary>
    string Name { get; }

    /// <returns>The SVG.</returns>
    /// <exception cref="HarnessException">It can't be measured.</exception>
    Task<string> DrawAsync(RowContext context, CancellationToken cancellationToken);
}
