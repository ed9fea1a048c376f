using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Pollinate.Host.Listening;

/// <summary>
/// What a stranger may take of the server before anybody knows who it is. Nova sends a request of a few kilobytes in one go;
/// docs/security.md has these figures, too.
/// </summary>
internal static class ListenLimits
{
    /// <summary>Of the first line: the paths that there are have eleven characters at most.</summary>
    private const int RequestLine = 4 * 1024;

    /// <summary>Of all headers together: many times two tokens of Keystone's.</summary>
    private const int HeadersSize = 16 * 1024;

    private const int HeadersCount = 64;

    /// <summary>What is read ahead of a connection and kept while nobody asks for it.</summary>
    private const int ReadAhead = 32 * 1024;

    private const int BytesPerSecond = 4096;

    private static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(10);

    /// <summary>More than the proxies' minute: the side that closes first should be theirs.</summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Set(KestrelServerLimits limits, int maxConnections)
    {
        limits.MaxConcurrentConnections = maxConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestLineSize = RequestLine;
        limits.MaxRequestHeadersTotalSize = HeadersSize;
        limits.MaxRequestHeaderCount = HeadersCount;
        limits.MaxRequestBufferSize = ReadAhead;
        limits.RequestHeadersTimeout = HeadersTime;
        limits.KeepAliveTimeout = IdleTime;
        limits.MinRequestBodyDataRate = new(BytesPerSecond, Grace);
        limits.MinResponseDataRate = new(BytesPerSecond, Grace);
    }
}
