namespace Pollinate.Providers.Tests.Support;

/// <summary>The sources that the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "nova-pollinate.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("nova-pollinate.slnx is not above the tests.");
    }
}
