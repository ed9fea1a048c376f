namespace Pollinate.Host.Admin;

/// <summary>Ten seconds.</summary>
internal sealed record StatusPoint(long Calls, double? P50Milliseconds, double? P99Milliseconds);
