using Pollinate.Providers.Test;
using Pollinate.Providers.Tests.Support;

namespace Pollinate.Providers.Tests;

internal sealed class TestProviderTests
{
    [Test]
    public async Task Everybody_is_told_that_it_works() =>
        (await new TestProvider().RunAsync(Request.OfProjectAlone)).Should().Be("""{"OK":"Success"}""");
}
