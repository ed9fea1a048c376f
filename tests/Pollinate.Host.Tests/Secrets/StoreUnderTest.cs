using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pollinate.Host.Configuration.Options;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;
using Pollinate.Host.Tests.Support;

namespace Pollinate.Host.Tests.Secrets;

/// <summary>
/// The store of secrets as the daemon puts it together, on a clock that stands still. When it is disposed it has looked
/// through everything that was logged or thrown for secrets.
/// </summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CollectedLog _log = new();
    private readonly List<string> _failures = [];
    private readonly IReadOnlyList<string> _marks;

    /// <param name="secrets">The options of <c>[secrets]</c>.</param>
    /// <param name="vault">The options of <c>[vault]</c>.</param>
    /// <param name="marks">What must be in no log line and no message.</param>
    public StoreUnderTest(SecretsOptions secrets, VaultOptions vault, params IReadOnlyList<string> marks)
    {
        _marks = marks;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(secrets)
            .AddSingleton(vault)
            .AddSecrets()
            .BuildServiceProvider();
        Store = _services.GetRequiredService<ISecretStore>();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public ISecretStore Store { get; }

    public Redactor Redactor => _services.GetRequiredService<Redactor>();

    /// <summary>What the store's own code said for operators.</summary>
    public IReadOnlyList<string> Said =>
    [
        .. _log.Lines
            .Where(line => line.Category.StartsWith("Pollinate.", StringComparison.Ordinal) && line.Level >= LogLevel.Information)
            .Select(line => $"{line.Level}: {line.Text}"),
    ];

    public Task<IReadOnlyDictionary<string, string>> ReadAsync() => Store.ReadAsync(CancellationToken.None);

    /// <summary>Asks many times at once.</summary>
    public Task<IReadOnlyDictionary<string, string>[]> BurstAsync() =>
        Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(ReadAsync)));

    /// <summary>Asks and gets nothing but a message.</summary>
    public async Task<SecretStoreException> FailureAsync()
    {
        var failure = (await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<SecretStoreException>()).Which;
        _failures.Add(failure.ToString());
        return failure;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var mark in _marks)
        {
            _log.Lines.Should().NotContain(line => line.Text.Contains(mark, StringComparison.Ordinal));
            _failures.Should().NotContain(failure => failure.Contains(mark, StringComparison.Ordinal));
        }
    }
}
