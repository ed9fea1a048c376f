namespace Pollinate.Host.Permissions;

/// <summary>Writes a path so that a shell reads it as one word, for commands that operators copy.</summary>
internal static class ShellWord
{
    private const string Plain = "/._-+=:,@%";

    public static string Of(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal))
            ? path
            : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
