using Pollinate.Abstractions;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>Finds what a provider's section says: the values of the options that it declares, and how it is treated.</summary>
/// <param name="provider">A provider whose name and options are sound.</param>
internal delegate (ProviderSettings Settings, ProviderPolicy Policy) ProviderSection(ProviderDescription provider);
