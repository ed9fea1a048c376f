using Pollinate.Host.Configuration;
using Pollinate.Host.Configuration.Definitions;
using Pollinate.Host.Text;

namespace Pollinate.Host.Permissions;

/// <summary>Finds files with secrets that everybody on this host can read.</summary>
internal static class ReadableSecrets
{
    private const int LargestPem = 1024 * 1024;
    private const string KeyMark = "PRIVATE KEY-----";

    /// <summary>One sentence for each file or folder that options name, with all options that name it.</summary>
    public static IEnumerable<string> Find(ConfigurationSnapshot snapshot) =>
        snapshot.SecretFiles
            .Where(file => file.Option.Content != SecretContent.PrivateKey || HoldsKey(file.Path))
            .GroupBy(file => file.Path, file => file.Option.DisplayName, StringComparer.Ordinal)
            .Select(file => Directory.Exists(file.Key) ? DescribeFolder(file.Key, [.. file]) : Describe(file.Key, [.. file]))
            .OfType<string>();

    /// <summary>A sentence for a file that holds or is the value of options.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="options">The options; when there is none, the file holds nothing secret.</param>
    /// <returns>Null when others can't read it.</returns>
    public static string? Describe(string path, IReadOnlyList<string> options) =>
        options.Count > 0 && ModeForOthers(path) is { } mode
            ? OneLine.Of($"{path} holds secrets ({string.Join(", ", options.Distinct())}), and everybody on this host can read it (mode {mode}); {Cure(path, "0640")}.")
            : null;

    private static string? DescribeFolder(string folder, IReadOnlyList<string> options)
    {
        var readable = Files(folder).Where(file => ModeForOthers(file) is not null).ToList();
        return readable.Count == 0 ? null : OneLine.Of(
            $"{folder} holds secrets ({string.Join(", ", options.Distinct())}), and everybody on this host can read {readable.Count} of its files, " +
            $"{Path.GetFileName(readable[0])} first (mode {ModeForOthers(readable[0])}); {Cure(folder, "0750")}.");
    }

    private static string Cure(string path, string mode)
    {
        var word = ShellWord.Of(path);
        var group = AccountDatabase.OwnGroup;
        // As root this is most often a command, and the daemon's group another.
        return group == 0
            ? $"run chgrp GROUP {word} && chmod {mode} {word}, with the daemon's group for GROUP"
            : $"run chgrp {Accounts.Group(group)} {word} && chmod {mode} {word}";
    }

    /// <summary>The mode of a file that others can get at and read; null when they can't, or there is none.</summary>
    private static string? ModeForOthers(string path)
    {
        foreach (var step in PathSteps.Of(path))
        {
            if (step.IsEnd)
                return step.Status is { IsFolder: false, OthersMayRead: true } file ? file.Permissions : null;
            if (!step.Status.IsLink && !step.Status.OthersMayEnter)
                return null;
        }

        return null;
    }

    private static bool HoldsKey(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= LargestPem } && File.ReadAllText(path).Contains(KeyMark, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever needs it says so.
            return false;
        }
    }

    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever reads them says so.
            return [];
        }
    }
}
