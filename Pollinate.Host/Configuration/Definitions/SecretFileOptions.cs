namespace Pollinate.Host.Configuration.Definitions;

/// <summary>
/// For each secret option an option that names a file with its value, such as a credential of systemd's (<c>LoadCredential=</c>):
/// <c>password_file</c> for <c>password</c>.
/// </summary>
internal static class SecretFileOptions
{
    /// <summary>The variable by which systemd says where a unit's credentials are.</summary>
    public const string DirectoryVariable = "CREDENTIALS_DIRECTORY";

    private const string Suffix = "_file";

    /// <summary>The options with those of files, each behind its secret one.</summary>
    public static IReadOnlyList<OptionDefinition> AddTo(IReadOnlyList<OptionDefinition> options) =>
        [.. options.SelectMany(option => HasFile(option, options) ? [option, FileOf(option)] : new[] { option })];

    /// <summary>The one of a secret option; null when it has none.</summary>
    public static OptionDefinition? Find(OptionGroupDefinition group, OptionDefinition option) =>
        option.Secret && group.Find($"{option.Name}{Suffix}") is { } file && file.FileOf == option.Name ? file : null;

    // A provider may have declared such an option before the daemon had them; it means what its author says.
    private static bool HasFile(OptionDefinition option, IReadOnlyList<OptionDefinition> options) =>
        option is { Secret: true, Unused: null } && options.All(other => other.Name != $"{option.Name}{Suffix}");

    private static OptionDefinition FileOf(OptionDefinition option) => new()
    {
        Group = option.Group,
        Name = $"{option.Name}{Suffix}",
        Type = OptionType.Text,
        Help = $"File that holds {option.Name}, which must not be set as well. One line end at its end does not count. A relative path counts from systemd's {DirectoryVariable} (LoadCredential=).{(option.NeedsRestart ? "" : " A reload reads it anew.")}",
        NeedsRestart = option.NeedsRestart,
        Content = SecretContent.Whole,
        FileOf = option.Name,
    };
}
