namespace Pollinate.EndToEnd.Tests.Packaging;

/// <summary>The Debian that the tests of this namespace begin with, made once for all of them.</summary>
[SetUpFixture]
internal sealed class PreparedRoot
{
    private static DebianRoot? _root;

    /// <summary>It itself, which nobody changes.</summary>
    public static async Task<DebianRoot> GetAsync() => _root ??= await DebianRoot.MakeAsync();

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (_root is not null)
            await _root.DisposeAsync();
        _root = null;
    }
}
