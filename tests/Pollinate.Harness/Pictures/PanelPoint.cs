namespace Pollinate.Harness.Pictures;

/// <summary>A point of a curve. Immutable.</summary>
/// <param name="X">Where it is, in the unit of the axis or as a step from the left.</param>
/// <param name="Y">How high.</param>
/// <param name="Label">What the horizontal axis says below it; null for nothing.</param>
/// <param name="HasValue">Whether its value is written beside it.</param>
internal sealed record PanelPoint(double X, double Y, string? Label, bool HasValue);
