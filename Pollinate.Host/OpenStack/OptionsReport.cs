namespace Pollinate.Host.OpenStack;

/// <summary>
/// What a check of options found: sentences that name section, option and cure, and hold no secret. Not safe for more
/// than one thread.
/// </summary>
internal sealed class OptionsReport
{
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings = [];

    /// <summary>What must be changed before the daemon can serve; empty when nothing.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>What is set but has no effect.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public void Problem(string sentence) => Add(_problems, sentence);

    public void Warning(string sentence) => Add(_warnings, sentence);

    // Two sections that share credentials share their faults, which are said once.
    private static void Add(List<string> sentences, string sentence)
    {
        if (!sentences.Contains(sentence))
            sentences.Add(sentence);
    }
}
