namespace Pollinate.Host.OpenStack;

/// <summary>
/// The names that a type of service goes by (https://specs.openstack.org/openstack/service-types-authority/).
/// </summary>
internal static class ServiceTypes
{
    private const string BlockStorage = "block-storage";
    private static readonly string[] BlockStorageAliases = ["volumev3", "volumev2", "volume", "block-store"];

    /// <summary>
    /// The types that may stand in the catalog for the one asked for, the best first: the official name stands for itself
    /// and for every older one, an older name for itself and the official one.
    /// </summary>
    public static IEnumerable<string> Acceptable(string asked)
    {
        yield return asked;
        if (asked == BlockStorage)
        {
            foreach (var alias in BlockStorageAliases)
                yield return alias;
        }
        else if (BlockStorageAliases.Contains(asked, StringComparer.Ordinal))
        {
            yield return BlockStorage;
        }
    }
}
