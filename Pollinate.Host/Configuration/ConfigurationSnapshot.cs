using System.Numerics;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Resolution;

namespace Pollinate.Host.Configuration;

/// <summary>The configuration in force. Immutable; a change makes another.</summary>
internal sealed class ConfigurationSnapshot
{
    private readonly Dictionary<(string Group, string Option), ResolvedOption> _byName;
    private readonly string _baseDirectory;

    /// <param name="groups">The groups known, <c>DEFAULT</c> first.</param>
    /// <param name="options">Every option with its value, in the order of the groups.</param>
    /// <param name="warnings">What works but is worth a word.</param>
    /// <param name="baseDirectory">What relative paths count from, absolute.</param>
    public ConfigurationSnapshot(
        IReadOnlyList<OptionGroupDefinition> groups,
        IReadOnlyList<ResolvedOption> options,
        IReadOnlyList<string> warnings,
        string baseDirectory)
    {
        _baseDirectory = baseDirectory;
        Groups = groups;
        Options = options;
        Warnings = warnings;
        _byName = options.ToDictionary(option => (option.Definition.Group, option.Definition.Name));
        ServingErrors = [.. options.Select(OutOfBounds).OfType<string>()];
    }

    /// <summary>The groups known, <c>DEFAULT</c> first.</summary>
    public IReadOnlyList<OptionGroupDefinition> Groups { get; }

    /// <summary>Every option with its value, in the order of the groups.</summary>
    public IReadOnlyList<ResolvedOption> Options { get; }

    /// <summary>What works but is worth a word.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// Values that can be shown but not served with: numbers out of bounds. oslo.config knows no bounds on them, so they are
    /// no error of reading.
    /// </summary>
    public IReadOnlyList<string> ServingErrors { get; }

    /// <summary>The files and folders of secrets that options name, absolute. Where nothing is set there is none.</summary>
    public IEnumerable<(OptionDefinition Option, string Path)> SecretFiles =>
        from option in Options
        where option.Definition.Content != SecretContent.None && option.Origin != ValueOrigin.Default
        let path = option.Value is string text ? Absolute(text, PathPlace.Whole) : ""
        where Path.IsPathRooted(path)
        select (option.Definition, path);

    /// <summary>The value of an option.</summary>
    /// <exception cref="KeyNotFoundException">There is no such option.</exception>
    public object? Value(string group, string option) => _byName[(group, option)].Value;

    /// <summary>The same but for the value of one option.</summary>
    /// <param name="group">The option's group.</param>
    /// <param name="option">The option.</param>
    /// <param name="value">A value of the option's type.</param>
    /// <exception cref="KeyNotFoundException">There is no such option.</exception>
    public ConfigurationSnapshot With(string group, string option, object? value)
    {
        var changed = _byName[(group, option)];
        return new(Groups, [.. Options.Select(other => ReferenceEquals(other, changed) ? changed with { Value = value } : other)], Warnings, _baseDirectory);
    }

    /// <summary>
    /// The options of a group as the record that declares them. A number out of bounds is the nearest bound there;
    /// <see cref="ServingErrors"/> says so. Paths are absolute: a plugin may change the process's working directory.
    /// </summary>
    public TOptions Bind<TOptions>()
        where TOptions : class, new() => Bind<TOptions>(OptionRecords.GroupName(typeof(TOptions)));

    /// <summary>The same of a record whose options are in more than one group.</summary>
    /// <param name="group">The group to take the values from.</param>
    public TOptions Bind<TOptions>(string group)
        where TOptions : class, new()
    {
        var bound = new TOptions();
        foreach (var (property, option) in OptionRecords.Properties(typeof(TOptions)))
        {
            var value = Value(group, option.Name);
            property.SetValue(bound, value switch
            {
                BigInteger number =>
                    (int)BigInteger.Clamp(number, Math.Max(option.Minimum, int.MinValue), Math.Min(option.Maximum, int.MaxValue)),
                double.NaN => (double)Math.Max(option.Minimum, 0),
                double number => Math.Clamp(number, option.Minimum, option.Maximum),
                string text => Absolute(text, option.Path, Base(group, option)),
                IReadOnlyList<string> list when option.Path != PathPlace.None => list.Select(item => Absolute(item, option.Path)).ToArray(),
                _ => value,
            });
        }

        return bound;
    }

    private string? Base(string group, OptionAttribute option) =>
        option.Below is { } below && Value(group, below) is string { Length: > 0 } folder ? Absolute(folder, PathPlace.Whole) : null;

    private string Absolute(string text, PathPlace place, string? folder = null)
    {
        var start = place == PathPlace.AfterColon ? text.IndexOf(':', StringComparison.Ordinal) + 1 : 0;
        var path = start == 0 ? text : text[start..].TrimStart();
        // What can be no path, or is none, is left for its reader to refuse.
        return place == PathPlace.None || (place == PathPlace.AfterColon && start == 0) || path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)
            ? text
            : text[..start] + Path.GetFullPath(path, folder ?? _baseDirectory);
    }

    private static string? OutOfBounds(ResolvedOption option)
    {
        var minimum = Math.Max(option.Definition.Minimum, int.MinValue);
        var maximum = Math.Min(option.Definition.Maximum, int.MaxValue);
        var isOutside = option.Value switch
        {
            BigInteger number => number < minimum || number > maximum,
            // Not a number is in no bounds.
            double number => !(number >= minimum && number <= maximum),
            _ => false,
        };
        return isOutside
            ? option.Origin.Error($"{option.Definition.DisplayName}: the number must be from {minimum} to {maximum}.").ToString()
            : null;
    }
}
