namespace Pollinate.Harness.Pictures;

/// <summary>One curve of a picture, with axes of its own. Immutable.</summary>
/// <param name="Title">What goes up.</param>
/// <param name="Unit">Its unit; empty for a number.</param>
/// <param name="Horizontal">What goes to the right, with its unit.</param>
/// <param name="Points">The points from left to right.</param>
internal sealed record Panel(string Title, string Unit, string Horizontal, IReadOnlyList<PanelPoint> Points);
