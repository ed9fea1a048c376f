using Pollinate.Abstractions;
using Pollinate.Host.Plugins;

namespace Pollinate.Host.Pipeline;

/// <summary>Finds the settings of a provider: the values in force of the options that it declares.</summary>
/// <param name="provider">A provider whose name and options are sound.</param>
internal delegate ProviderSettings ProviderSection(ProviderDescription provider);
