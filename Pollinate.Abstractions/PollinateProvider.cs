namespace Pollinate.Abstractions;

/// <summary>
/// Answers one part of a vendordata request: what a guest should know about its project, its licences, its sensors.
/// Derive from it, mark the class with <see cref="ProviderAttribute"/>, and list the class in <c>[DEFAULT] providers</c>.
/// </summary>
/// <remarks>
/// <para>The class must be public, not abstract and not generic, with one public constructor. The host gives each
/// parameter of it by type: <c>ILogger</c> or <c>ILogger&lt;T&gt;</c> (a line of it carries the provider's name),
/// <see cref="ProviderSettings"/> (the section of the configuration named after the provider),
/// <see cref="ILookup{TResource}"/> of any resource of this contract, <see cref="IServiceClients"/>, and
/// <see cref="TimeProvider"/>.</para>
/// <para>One instance serves every request for the life of the pipeline, several at the same time: keep no state of a
/// request in it. A provider that is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed once, after
/// the last request that used it has ended.</para>
/// </remarks>
public abstract class PollinateProvider
{
    private string? _name;

    /// <summary>
    /// The provider's key in the answer and its section in the configuration file, as <see cref="ProviderAttribute"/>
    /// declares it. Never null or empty.
    /// </summary>
    /// <exception cref="InvalidOperationException">The class carries no <see cref="ProviderAttribute"/>.</exception>
    public string Name => _name ??= ReadName();

    /// <summary>Gives this provider's part of the answer to one request.</summary>
    /// <param name="context">What Nova asked, and who asked it. Never null.</param>
    /// <param name="cancellationToken">
    /// Cancelled when nobody waits for the answer any longer. Pass it to everything that waits.
    /// </param>
    /// <returns>
    /// The part, or <see cref="ProviderResult.Nothing"/> when this guest has none coming. The host leaves out of the answer
    /// whatever the original service would: nothing, <c>null</c>, <c>false</c>, <c>0</c>, <c>""</c>, <c>[]</c> and
    /// <c>{}</c>. A key <c>cloud-config</c> of an object is taken out of it and merged with that of the other providers.
    /// </returns>
    /// <remarks>
    /// Whatever is thrown is logged as one warning that names the provider; the other providers' parts go out all the same.
    /// Called by many requests at once.
    /// </remarks>
    public abstract Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Checks, once after the provider was constructed and before it serves, that it can work with its settings. The default
    /// finds nothing wrong.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when <c>[DEFAULT] provider_start_timeout</c> is over.</param>
    /// <remarks>
    /// Throw with a message that tells the operator what to change. What throws here keeps a daemon from starting and a
    /// running one from taking over the new plugin, so do not throw for what passes by itself: a service that does not answer
    /// at the moment is a failure of requests.
    /// </remarks>
    public virtual Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string ReadName()
    {
        var type = GetType();
        var attribute = (ProviderAttribute?)Attribute.GetCustomAttribute(type, typeof(ProviderAttribute));
        return attribute?.Name
            ?? throw new InvalidOperationException($"{type.FullName} has no [Provider(\"name\")] attribute.");
    }
}
