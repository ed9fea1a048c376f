using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Pollinate.SimulatedCloud;

/// <summary>Answers that were written before, by what makes them differ. Safe for any thread.</summary>
internal sealed class PreparedAnswers<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, JsonTemplate> _answers = new();

    /// <summary>The answer of a key, written when it is asked for the first time.</summary>
    public JsonTemplate Get<TState>(TKey key, Func<TKey, TState, JsonObject> write, TState state) =>
        _answers.TryGetValue(key, out var answer) ? answer : _answers.GetOrAdd(key, JsonTemplate.Of(write(key, state)));
}
