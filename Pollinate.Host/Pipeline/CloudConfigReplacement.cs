namespace Pollinate.Host.Pipeline;

/// <summary>A value of one provider's cloud-config that another provider's stands in place of.</summary>
/// <param name="Key">The key, and those above it, with points between.</param>
/// <param name="Earlier">The provider whose value is lost; those of a joined list or object with <c>and</c> between.</param>
/// <param name="Later">The provider whose value stands.</param>
internal sealed record CloudConfigReplacement(string Key, string Earlier, string Later);
