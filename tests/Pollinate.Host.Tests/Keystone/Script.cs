using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Pollinate.Host.Tests.Keystone;

/// <summary>What one part of the scripted Keystone answers in place of its usual answer.</summary>
internal sealed class Script
{
    private readonly ConcurrentQueue<RequestDelegate> _next = new();
    private volatile RequestDelegate? _always;

    /// <summary>The next answers, one request each; then as before.</summary>
    public void Next(params RequestDelegate[] replies)
    {
        foreach (var reply in replies)
            _next.Enqueue(reply);
    }

    /// <summary>Every answer from now on; null is the usual one.</summary>
    public void Always(RequestDelegate? reply) => _always = reply;

    public RequestDelegate? Take() => _next.TryDequeue(out var reply) ? reply : _always;
}
