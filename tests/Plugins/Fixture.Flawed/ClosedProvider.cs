using Pollinate.Abstractions;

namespace Fixture.Flawed;

/// <summary>Sound: derives from a generic provider with its type given.</summary>
[Provider("closed")]
public sealed class ClosedProvider : GenericProvider<int>;
