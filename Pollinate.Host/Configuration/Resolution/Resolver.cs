using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Configuration.Dialect;
using Pollinate.Host.Configuration.Printing;

namespace Pollinate.Host.Configuration.Resolution;

/// <summary>
/// Gives every option its value: the text that wins, with the references to other options replaced, converted to the
/// option's type. One instance resolves one configuration, on one thread.
/// </summary>
internal sealed partial class Resolver(
    IReadOnlyList<OptionGroupDefinition> groups,
    RawValues raw,
    IReadOnlyDictionary<string, object?> switches,
    string? credentialsDirectory)
{
    /// <summary>oslo.config looks this one up under a name with a hyphen, does not find it, and leaves the reference as written.</summary>
    private const string NeverFound = "logfile";

    // Of options that refer to the next one twice each, a few dozen come to more than any memory holds.
    private const int LongestInsertion = 1024 * 1024;

    private readonly Dictionary<OptionDefinition, object> _resolved = [];
    private readonly HashSet<OptionDefinition> _underWay = [];
    private readonly List<string> _warnings = [];
    private bool _isFromSecret;

    /// <summary>What resolving came by that works but is worth a word.</summary>
    public IEnumerable<string> Warnings => _warnings.Distinct();

    /// <summary>The value of an option.</summary>
    /// <exception cref="ValueException">It has none that can be used.</exception>
    public ResolvedOption Resolve(OptionGroupDefinition group, OptionDefinition option)
    {
        if (_resolved.TryGetValue(option, out var known))
            return known as ResolvedOption ?? throw (ValueException)known;
        if (!_underWay.Add(option))
            throw new ValueException($"the value refers to itself by way of {option.DisplayName}; break the circle.");
        try
        {
            var resolved = ResolveNew(group, option);
            _resolved[option] = resolved;
            return resolved;
        }
        catch (ValueException exception)
        {
            _resolved[option] = exception;
            throw;
        }
        finally
        {
            _underWay.Remove(option);
        }
    }

    /// <summary>Checks the text that files alone give an option, whatever the environment says.</summary>
    /// <exception cref="ValueException">It can't be used.</exception>
    public void CheckInFiles(OptionGroupDefinition group, OptionDefinition option)
    {
        if (raw.FindInFiles(group, option) is { } value)
            Convert(group, option, value.Text);
    }

    private ResolvedOption ResolveNew(OptionGroupDefinition group, OptionDefinition option)
    {
        // Of the option that refers to this one.
        var isFromSecret = _isFromSecret;
        _isFromSecret = false;
        try
        {
            if (FileOf(group, option) is { } file)
                return ReadSecret(group, option, file);
            var found = FindText(group, option);
            if (option.FileOf is not null && found is { Text.Length: > 0 })
                return new(option, SecretFiles.Absolute(Substitute(group, found.Text), credentialsDirectory), found.Origin) { RefersToSecret = _isFromSecret };
            var value = found is null ? option.Default : Convert(group, option, found.Text);
            return new(option, value, found?.Origin ?? ValueOrigin.Default) { RefersToSecret = _isFromSecret };
        }
        finally
        {
            _isFromSecret = isFromSecret;
        }
    }

    /// <summary>The option that names the file with the value of a secret option; null when none is set, or there is no such option.</summary>
    public OptionDefinition? FileOf(OptionGroupDefinition group, OptionDefinition option) =>
        SecretFileOptions.Find(group, option) is { } file && raw.Find(group, file) is { Text.Length: > 0 } ? file : null;

    private ResolvedOption ReadSecret(OptionGroupDefinition group, OptionDefinition option, OptionDefinition file)
    {
        if (raw.Find(group, option) is { } both)
            throw new ValueException($"{option.Name} is set as well ({both.Origin.Place}); take one of the two away.");
        var named = Resolve(group, file);
        var text = SecretFiles.Read((string)named.Value!, file.DisplayName);
        return new(option, ValueConverter.Convert(option, text, text), named.Origin);
    }

    private RawValue? FindText(OptionGroupDefinition group, OptionDefinition option) =>
        raw.Find(group, option) ?? (option.DefaultText is { } text ? new(text, ValueOrigin.Default, OldName: null) : null);

    private object? Convert(OptionGroupDefinition group, OptionDefinition option, string text)
    {
        string substituted;
        try
        {
            substituted = Substitute(group, text);
        }
        catch (ValueException) when (option.Secret)
        {
            // What stands behind the dollar sign is most likely a part of a password.
            throw new ValueException("a $ in the value begins a name that stands for no option's value; write $$ for a dollar sign.");
        }

        return ValueConverter.Convert(option, substituted, text);
    }

    private string Substitute(OptionGroupDefinition group, string text)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;
        var inserted = 0L;
        return Reference().Replace(
            text.Replace(@"\$", "$$", StringComparison.Ordinal),
            match =>
            {
                if (match.ValueSpan is "$$")
                    return "$";
                var value = Replace(group, match);
                inserted += value.Length;
                return inserted <= LongestInsertion
                    ? value
                    : throw new ValueException($"the options that it refers to come to more than {LongestInsertion} characters; refer to fewer.");
            });
    }

    private string Replace(OptionGroupDefinition group, Match reference)
    {
        var name = reference.Groups["name"].Value;
        if (group.Find(name) is not null || Default.Find(name) is not null || FindByOldName(name) is not { } option)
            return Insert(Lookup(group, name));

        _warnings.Add($"${name} refers to an old name, which does not stand for the option's value; write the new name, {option.DisplayName}, or $$ for a dollar sign.");
        if (name == NeverFound)
            return reference.Value;
        return raw.FindInFiles(Default, option) is { } misplaced ? Insert(Note(option.Secret, Convert(Default, option, misplaced.Text))) : "";
    }

    /// <summary>
    /// oslo.config knows the old names of every group wherever a name without a dot may stand, but then looks for the option
    /// in DEFAULT, where it is not.
    /// </summary>
    private OptionDefinition? FindByOldName(string name) =>
        groups.SelectMany(group => group.Options).FirstOrDefault(option =>
            option.DeprecatedNames.Any(old => old.Replace('-', '_') == name));

    private object? Lookup(OptionGroupDefinition from, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            var groupName = name[..dot];
            var target = groups.FirstOrDefault(group =>
                    group.Name != Default.Name && (group.Name == groupName || group.DeprecatedName == groupName))
                ?? throw new ValueException(
                    $"${{{name}}} names the group [{groupName}], which does not exist; write ${{{groupName}}}.{name[(dot + 1)..]} for an option followed by a dot, or $$ for a dollar sign.");
            var option = target.Find(name[(dot + 1)..]) ?? throw Unknown(name);
            return Follow(target, option);
        }

        if (from.Find(name) is { } own)
            return Follow(from, own);
        if (Default.Find(name) is { } general)
            return Follow(Default, general);
        return switches.TryGetValue(name, out var value) ? value : throw Unknown(name);
    }

    private object? Follow(OptionGroupDefinition group, OptionDefinition option)
    {
        var resolved = Resolve(group, option);
        return Note(resolved.IsSecret, resolved.Value);
    }

    private object? Note(bool isSecret, object? value)
    {
        _isFromSecret |= isSecret;
        return value;
    }

    private OptionGroupDefinition Default => groups[0];

    private static ValueException Unknown(string name) =>
        new($"${name} names an option that does not exist; write $$ for a dollar sign.");

    private static string Insert(object? value) => value switch
    {
        null => "",
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        double number => OsloLiteral.Float(number),
        true => "True",
        false => "False",
        IReadOnlyList<string> list => OsloText.Representation(list),
        _ => (string)value,
    };

    [GeneratedRegex(@"\$(?:\$|(?<name>[A-Za-z_][A-Za-z0-9_.]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_.]*)\})", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
