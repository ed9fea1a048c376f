using Pollinate.Abstractions;

namespace Fixture.Dispatch;

/// <summary>One of three that tell the order in which they ran.</summary>
[Provider("order_alpha")]
public sealed class AlphaOrderProvider : OrderProvider;
