namespace Pollinate.Host.Tls;

/// <summary>
/// Looks at the files of <c>[ssl]</c> each second. When they have changed and then been the same at two looks, they are read:
/// certificate and key are two files, and are not written in one moment. Each state of them is tried once.
/// </summary>
internal sealed partial class CertificateWatch(ListenerTls tls, TimeProvider time, ILogger<CertificateWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private CertificatePrint _tried = tls.Print;
    private CertificatePrint _seen = tls.Print;
    private ListenerCredentials? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.Begins(logger, tls.Credentials.Subject, tls.Credentials.ValidUntil.UtcDateTime);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            Look();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Look()
    {
        TellFlaw();
        var now = tls.TakePrint();
        var isSteady = now == _seen;
        _seen = now;
        if (!isSteady || now == _tried)
            return;
        _tried = now;
        try
        {
            tls.Renew();
            Log.Renewed(logger, tls.Credentials.Subject, tls.Credentials.ValidUntil.UtcDateTime);
            TellFlaw();
        }
        catch (CertificateException exception)
        {
            Log.Kept(logger, exception.Message, tls.Credentials.ValidUntil.UtcDateTime);
        }
    }

    /// <summary>Once for each certificate.</summary>
    private void TellFlaw()
    {
        var credentials = tls.Credentials;
        if (ReferenceEquals(credentials, _told) || tls.Flaw(time.GetUtcNow()) is not { } flaw)
            return;
        _told = credentials;
        Log.Flaw(logger, flaw);
    }

    private static partial class Log
    {
        [LoggerMessage(8301, LogLevel.Information, "TLS with the certificate of {Subject}, valid until {Until:u}.")]
        public static partial void Begins(ILogger logger, string subject, DateTime until);

        [LoggerMessage(8302, LogLevel.Information, "The files of [ssl] have changed; new connections get the certificate of {Subject}, valid until {Until:u}.")]
        public static partial void Renewed(ILogger logger, string subject, DateTime until);

        [LoggerMessage(8303, LogLevel.Warning, "{Problem} The files of [ssl] have changed and can't be used; connections get the old certificate, valid until {Until:u}.")]
        public static partial void Kept(ILogger logger, string problem, DateTime until);

        [LoggerMessage(8304, LogLevel.Warning, "{Flaw}")]
        public static partial void Flaw(ILogger logger, string flaw);
    }
}
