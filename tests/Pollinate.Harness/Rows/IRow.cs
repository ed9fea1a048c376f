namespace Pollinate.Harness.Rows;

/// <summary>One thing that is measured.</summary>
internal interface IRow
{
    /// <summary>Short, lower case, and the same in every report.</summary>
    string Name { get; }

    /// <summary>What is measured, for the reader.</summary>
    string What { get; }

    /// <exception cref="HarnessException">It can't be measured.</exception>
    Task<Measured> MeasureAsync(RowContext context, CancellationToken cancellationToken);
}
