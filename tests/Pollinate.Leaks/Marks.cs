using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Pollinate.Leaks;

/// <summary>
/// Every secret that the tests of this process have made up: random, so that it can be told from anything else wherever it turns
/// up. Safe for any thread.
/// </summary>
public static class Marks
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PieceLength = 6;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    /// <summary>The secrets, with what each is.</summary>
    public static IReadOnlyDictionary<string, string> All => Known;

    /// <summary>Makes a secret up, with characters that JSON, URLs and base64 write otherwise.</summary>
    /// <param name="what">What it is, for whoever has to mend the leak.</param>
    public static string New(string what) => Add(what, $"{Piece()}/{Piece()}+{Piece()}\"{Piece()}");

    /// <summary>Makes up one that can stand in a header, a URL and a command line as it is.</summary>
    /// <param name="what">What it is.</param>
    public static string NewPlain(string what) => Add(what, $"{Piece()}{Piece()}{Piece()}{Piece()}");

    /// <summary>Adds a secret that somebody else made, such as a token.</summary>
    /// <returns>The secret.</returns>
    public static string Add(string what, string secret)
    {
        Known[secret] = what;
        return secret;
    }

    /// <summary>Adds a private key: every line of it but the first, which is much the same in all keys.</summary>
    /// <param name="what">Whose it is.</param>
    /// <param name="pem">The key, and whatever else stands with it.</param>
    /// <returns>The same text.</returns>
    public static string AddPrivateKey(string what, string pem)
    {
        var lines = pem.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => !line.Contains("PRIVATE KEY", StringComparison.Ordinal));
        foreach (var line in lines.Skip(2).TakeWhile(line => !line.StartsWith('-')))
            Add(what, line);
        return pem;
    }

    private static string Piece() => RandomNumberGenerator.GetString(Alphabet, PieceLength);
}
