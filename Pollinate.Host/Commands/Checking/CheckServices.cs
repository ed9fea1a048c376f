using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration;
using Pollinate.Host.Lookups;
using Pollinate.Host.OpenStack;
using Pollinate.Host.Redaction;
using Pollinate.Host.Secrets;

namespace Pollinate.Host.Commands.Checking;

/// <summary>
/// What the daemon asks others with, apart from any generation: they are checked as well where a provider keeps the daemon from
/// starting.
/// </summary>
internal static class CheckServices
{
    public static ServiceProvider Create(ConfigurationSnapshot snapshot, ILoggerFactory loggers, Redactor redactor) => new ServiceCollection()
        .AddSingleton(loggers)
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(TimeProvider.System)
        .AddSingleton(redactor)
        .AddRedaction()
        .AddPollinateOptions(snapshot)
        .AddOpenStackSession()
        .AddKeystoneAuthentication()
        .AddSecrets()
        .AddLookups()
        .BuildServiceProvider();
}
