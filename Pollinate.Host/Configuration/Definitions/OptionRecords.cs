using System.Numerics;
using System.Reflection;
using Pollinate.Host.Configuration.Options;

namespace Pollinate.Host.Configuration.Definitions;

/// <summary>Reads the declarations off the option records.</summary>
internal static class OptionRecords
{
    private static readonly Type[] Records =
    [
        typeof(DefaultOptions),
        typeof(PluginsOptions),
        typeof(ServerOptions),
        typeof(SslOptions),
        typeof(AdminOptions),
        typeof(KeystoneAuthtokenOptions),
        typeof(AuthorizationOptions),
        typeof(ServiceAuthOptions),
        typeof(SecretsOptions),
        typeof(VaultOptions),
        typeof(CacheOptions),
        typeof(OsloMiddlewareOptions),
        typeof(HealthcheckOptions),
        typeof(OtlpOptions),
    ];

    /// <summary>The groups of the daemon's own options, <c>DEFAULT</c> first.</summary>
    public static IReadOnlyList<OptionGroupDefinition> Groups { get; } = [.. Records.Select(Read)];

    /// <summary>The name of a record's group.</summary>
    public static string GroupName(Type record) => Attribute<OptionGroupAttribute>(record).Name;

    /// <summary>The properties of a record that hold options, those of the base record first.</summary>
    public static IEnumerable<(PropertyInfo Property, OptionAttribute Option)> Properties(Type record) =>
        record.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.IsDefined(typeof(OptionAttribute), inherit: true))
            .OrderBy(property => property.DeclaringType == record)
            .Select(property => (property, property.GetCustomAttribute<OptionAttribute>()!));

    /// <summary>The options that a record declares, as options of a group.</summary>
    public static IReadOnlyList<OptionDefinition> Options(Type record, string group)
    {
        var defaults = Activator.CreateInstance(record)!;
        return
        [
            .. Properties(record).Select(pair => new OptionDefinition
            {
                Group = group,
                Name = pair.Option.Name,
                Type = TypeOf(pair.Property),
                Default = pair.Property.GetValue(defaults) is int number ? (BigInteger)number : pair.Property.GetValue(defaults),
                Help = pair.Option.Help,
                Choices = pair.Option.Choices,
                ChoiceHelp = pair.Option.Choices.Zip(pair.Option.ChoiceHelp).ToDictionary(StringComparer.Ordinal),
                ChoicesIgnoreCase = pair.Option.ChoicesIgnoreCase,
                DeprecatedNames = pair.Option.DeprecatedNames,
                DeprecatedElsewhere = [.. pair.Option.DeprecatedElsewhere.Select(old => (old.Split('/')[0], old.Split('/')[1]))],
                Secret = pair.Option.Secret,
                Minimum = pair.Option.Minimum,
                Maximum = pair.Option.Maximum,
                CheckedInFiles = pair.Option.CheckedInFiles,
                Unused = pair.Option.Unused,
                NeedsRestart = pair.Option.NeedsRestart,
                Content = pair.Option.Content,
            }),
        ];
    }

    private static OptionGroupDefinition Read(Type record)
    {
        var group = Attribute<OptionGroupAttribute>(record);
        return new(group.Name, group.DeprecatedName, group.Help, SecretFileOptions.AddTo(Options(record, group.Name)));
    }

    private static OptionType TypeOf(PropertyInfo property) => property.PropertyType switch
    {
        var type when type == typeof(string) => OptionType.Text,
        var type when type == typeof(int?) => OptionType.Integer,
        var type when type == typeof(double?) => OptionType.Float,
        var type when type == typeof(bool) => OptionType.Boolean,
        var type when type == typeof(IReadOnlyList<string>) => OptionType.List,
        var type => throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} is of {type}, which no option can be."),
    };

    private static T Attribute<T>(Type record)
        where T : Attribute =>
        record.GetCustomAttribute<T>() ?? throw new InvalidOperationException($"{record} carries no {typeof(T).Name}.");
}
