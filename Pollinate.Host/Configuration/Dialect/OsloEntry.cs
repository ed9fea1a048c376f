namespace Pollinate.Host.Configuration.Dialect;

/// <summary>One assignment of a configuration file.</summary>
/// <param name="Section">The section's name, in lower case but for <c>DEFAULT</c>, which is only that when written so.</param>
/// <param name="Key">The key as written.</param>
/// <param name="Text">The value before substitution and conversion; lines joined by line feeds.</param>
/// <param name="Line">The line of the key, from 1.</param>
internal sealed record OsloEntry(string Section, string Key, string Text, int Line);
