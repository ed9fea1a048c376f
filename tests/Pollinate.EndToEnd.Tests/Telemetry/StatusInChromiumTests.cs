using System.Net.Http.Headers;
using Pollinate.EndToEnd.Tests.Daemon;
using Pollinate.EndToEnd.Tests.Debian;
using PuppeteerSharp;
using PuppeteerSharp.Media;

namespace Pollinate.EndToEnd.Tests.Telemetry;

/// <summary>The status page of the published daemon in Debian's Chromium: by day, by night, on a telephone, without JavaScript.</summary>
internal sealed class StatusInChromiumTests
{
    /// <summary>The least contrast of text with what is behind it (WCAG 2.2, AA).</summary>
    private const double LeastContrast = 4.5;

    // Every element with text of its own, against the first background that is not transparent.
    private const string LowestContrast = """
        () => {
          const rgb = color => color.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
          const ground = element => { for (; element; element = element.parentElement) { const color = rgb(getComputedStyle(element).backgroundColor); if (color.length < 4 || color[3] > 0) return color; } return [255, 255, 255]; };
          const texts = [...document.querySelectorAll('main *')].filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()));
          return Math.min(...texts.map(element => { const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
        }
        """;

    private DirectoryInfo _plugins = null!;
    private PublishedDaemon _daemon = null!;
    private IBrowser _browser = null!;

    [OneTimeSetUp]
    public async Task SetUp()
    {
        await DebianPackages.RequireAsync("chromium");
        _plugins = Directory.CreateTempSubdirectory("nova-pollinate-status-");
        var folder = _plugins.CreateSubdirectory("Fixture.Dispatch").FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PluginFolder("Fixture.Dispatch")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        _daemon = await PublishedDaemon.StartAsync($"[DEFAULT]\nauth_strategy = noauth\nproviders = echo, throwing\nplugins_dir = {_plugins.FullName}\n[throwing]\nbreaker_threshold = 2\n");
        using var client = new HttpClient { DefaultRequestHeaders = { { "X-Identity-Status", "Confirmed" } } };
        for (var request = 0; request < 5; request++)
        {
            using var content = new StringContent("""{"project-id":"p"}""", new MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync(_daemon.Address, content);
            answer.EnsureSuccessStatusCode();
        }

        // Chromium's own sandbox does not work for root.
        _browser = await Puppeteer.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_daemon is not null)
            await _daemon.DisposeAsync();
        _plugins?.Delete(recursive: true);
    }

    [TestCase("light", 1280), TestCase("dark", 1280), TestCase("light", 360), TestCase("dark", 360)]
    public async Task It_is_readable_complains_of_nothing_and_loads_nothing(string scheme, int width)
    {
        await using var page = await _browser.NewPageAsync();
        var complaints = new List<string>();
        var asked = new List<Uri>();
        page.Console += (_, message) => complaints.Add(message.Message.Text);
        page.PageError += (_, error) => complaints.Add(error.Message);
        page.Request += (_, request) => asked.Add(new(request.Request.Url));
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = scheme }]);
        await page.SetViewportAsync(new() { Width = width, Height = 800 });

        await page.GoToAsync(new Uri(_daemon.Administration, "status").ToString());

        (await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width, "nobody has to scroll sideways");
        (await page.EvaluateFunctionAsync<double>(LowestContrast)).Should().BeGreaterThanOrEqualTo(LeastContrast);
        var ground = await page.EvaluateExpressionAsync<string>("getComputedStyle(document.body).backgroundColor");
        ground.Should().Be(scheme == "dark" ? "rgb(21, 24, 28)" : "rgb(251, 250, 247)");
        complaints.Should().BeEmpty();
        asked.Where(address => address.Scheme != "data").Should().OnlyContain(address => address.Authority == _daemon.Administration.Authority).And.HaveCount(1);
    }

    [Test]
    public async Task It_shows_the_providers_in_order_without_JavaScript()
    {
        await using var page = await _browser.NewPageAsync();
        await page.SetJavaScriptEnabledAsync(false);

        await page.GoToAsync(new Uri(_daemon.Administration, "status").ToString());

        var names = await page.EvaluateExpressionAsync<string[]>("[...document.querySelectorAll('h2')].find(h => h.textContent === 'Providers').parentElement.querySelector('table').querySelectorAll('tbody th').values().map(th => th.firstChild.textContent).toArray()");
        names.Should().Equal("echo", "throwing");
        var text = await page.EvaluateExpressionAsync<string>("document.body.innerText");
        text.Should().Contain("left out").And.Contain("System.InvalidOperationException: thrown on purpose").And.Contain(_daemon.Address.GetLeftPart(UriPartial.Authority));
        (await page.EvaluateExpressionAsync<int>("document.querySelectorAll('svg path.half').length")).Should().Be(2);
        (await page.EvaluateExpressionAsync<string>("getComputedStyle(document.querySelector('td.n')).textAlign")).Should().Be("right");
    }
}
