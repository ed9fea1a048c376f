using System.Buffers;
using Pollinate.Abstractions;

namespace Pollinate.Host.Lookups;

/// <summary>Ids as they may stand in an address.</summary>
internal static class ResourceId
{
    /// <summary>Longer than any id of OpenStack.</summary>
    private const int Longest = 255;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.");

    /// <summary>
    /// Refuses what is no plain id. Escaping would not do: services decode a slash before they look at the path, and two dots
    /// lead out of it whatever they are written as.
    /// </summary>
    /// <param name="serviceType">The service that would have been asked.</param>
    /// <param name="collection">The part of its path above the id.</param>
    /// <param name="id">The id, which may have come with a request.</param>
    /// <exception cref="LookupException">It is no plain id. The message does not quote it.</exception>
    public static void Check(string serviceType, string collection, string id)
    {
        if (id.Length is 0 or > Longest || id is "." or ".." || id.AsSpan().ContainsAnyExcept(Plain))
        {
            throw new LookupException(
                $"{serviceType}: nothing was asked of {collection}, since the id is not 1 to {Longest} letters, digits, dots, hyphens and underscores");
        }
    }
}
