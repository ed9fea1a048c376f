using Pollinate.Host.OpenStack;
using Pollinate.SimulatedCloud;
using Pollinate.SimulatedCloud.Faults;

namespace Pollinate.Host.Tests.OpenStack;

/// <summary>The token of the daemon's own and what becomes of the services' answers.</summary>
internal sealed class ServiceSessionTests
{
    private const string Auth = "/identity/v3/auth/tokens";
    private const string ServerRoute = "/compute/v2.1/servers/{id}";
    private const string Server = $"servers/{SampleData.InstanceId}";

    private OpenStackOfTests _openStack = null!;

    [SetUp]
    public async Task SetUp() => _openStack = await OpenStackOfTests.StartAsync();

    [TearDown]
    public async Task TearDown() => await _openStack.DisposeAsync();

    [Test]
    public async Task A_burst_of_first_calls_gets_one_token()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => AskAsync())));

        Calls("POST", Auth).Should().Be(1);
        Calls("GET", ServerRoute).Should().Be(100);
    }

    [TestCase(125, 1)]
    [TestCase(119, 2)]
    public async Task A_token_is_renewed_shortly_before_it_expires(int secondsLeft, int tokens)
    {
        await AskAsync();
        _openStack.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(secondsLeft));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync()));

        Calls("POST", Auth).Should().Be(tokens);
    }

    [Test]
    public async Task A_burst_whose_token_is_refused_renews_it_by_one_call_and_each_is_repeated_once()
    {
        await AskAsync();
        _openStack.Cloud.ExpireTokens();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync()));

        answers.Should().OnlyContain(answer => answer.Status == 200);
        Calls("POST", Auth).Should().Be(2);
        Calls("GET", ServerRoute).Should().BeLessThanOrEqualTo(101);
    }

    [TestCase("identity", $"projects/{"0bb3fa3aa4de405cb4562d2efe937225"}")]
    [TestCase("compute", Server)]
    [TestCase("image", $"images/{SampleData.ImageId}")]
    [TestCase("volumev3", "volumes/8432868f-fe87-4035-b8ed-a4bbfb0c8c0e")]
    public async Task A_401_from_any_service_renews_the_token_and_repeats_once(string service, string path)
    {
        _openStack.Cloud.Faults.Add(new(FaultKind.ExpiredTokens, PathOf(service)) { Method = "GET", Times = 1 });

        (await _openStack.Session.GetAsync(service, path, CancellationToken.None)).Status.Should().Be(200);

        Calls("POST", Auth).Should().Be(2);
        Calls("GET").Should().Be(2);
    }

    [Test]
    public async Task A_second_401_is_the_answer()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 401 });

        (await FailureAsync()).Should().StartWith("compute: GET http://").And.Contain(Server).And.Contain("401");
        Calls("GET", ServerRoute).Should().Be(2);
        Calls("POST", Auth).Should().Be(2);
    }

    [TestCase("compute", "servers/none")]
    [TestCase("image", "images/none")]
    [TestCase("volumev3", "volumes/none")]
    [TestCase("identity", "projects/none")]
    public async Task A_404_is_an_answer_whatever_its_body(string service, string path) =>
        (await _openStack.Session.GetAsync(service, path, CancellationToken.None)).IsNotFound.Should().BeTrue();

    [TestCase(FaultKind.Html, "answered 200 with text/html instead of JSON")]
    [TestCase(FaultKind.WrongType, "answered 200 with text/plain instead of JSON")]
    [TestCase(FaultKind.HalfBody, "answered 200 with a body that ends early")]
    [TestCase(FaultKind.HugeBody, "answered 200 with more than 10485760 bytes")]
    [TestCase(FaultKind.Status, "answered 500")]
    [TestCase(FaultKind.Reset, "got no answer")]
    public async Task An_answer_that_can_not_be_used_is_an_error_that_names_service_call_and_status(FaultKind kind, string reason)
    {
        Fault(new(kind, "compute"));

        (await FailureAsync()).Should()
            .StartWith($"compute: GET {_openStack.Cloud.Address}compute/v2.1/{Server}").And.Contain(reason);
    }

    [Test]
    public async Task A_service_that_fails_time_after_time_is_asked_less_often_and_the_others_as_ever()
    {
        Fault(new(FaultKind.Status, "compute"));
        for (var times = 0; times < 50; times++)
            await FailureAsync();
        Calls("GET", ServerRoute).Should().Be(CallPause.Threshold);
        (await FailureAsync()).Should().Contain("is asked less often until it answers").And.Contain("answered 500");
        (await _openStack.Session.GetAsync("image", $"images/{SampleData.ImageId}", CancellationToken.None)).Status.Should().Be(200);

        _openStack.Cloud.Faults.Clear();
        _openStack.Clock.Advance(CallPause.Length);
        await AskAsync();
        for (var times = 0; times < 10; times++)
            await AskAsync();

        Calls("GET", ServerRoute).Should().Be(CallPause.Threshold + 11);
    }

    [Test]
    public async Task Refusals_for_some_resources_keep_nobody_from_the_others()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 403, Times = 20 });
        for (var times = 0; times < 20; times++)
            await FailureAsync();

        await AskAsync();

        Calls("GET", ServerRoute).Should().Be(21);
    }

    [Test]
    public async Task A_service_that_asks_to_be_left_alone_is()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 503, RetryAfter = "7", Times = 1 });
        await FailureAsync();

        _openStack.Clock.Advance(TimeSpan.FromSeconds(6.9));
        (await FailureAsync()).Should().Contain("asks to be left alone");
        Calls("GET", ServerRoute).Should().Be(1);
        _openStack.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await AskAsync();

        Calls("GET", ServerRoute).Should().Be(2);
    }

    [Test]
    public async Task A_403_says_whose_rights_are_short()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 403 });

        (await FailureAsync()).Should().Contain("403").And.Contain("[service_auth]");
    }

    [Test]
    public async Task A_call_ends_when_its_time_is_up()
    {
        await AskAsync();
        _openStack.Cloud.Gate.Close();
        var asking = AskAsync();
        await _openStack.Cloud.Gate.WhenHeldAsync(1);

        _openStack.Clock.Advance(TimeSpan.FromSeconds(10));

        (await OpenStackOfTests.FailureOfAsync<OpenStackException>(() => asking))
            .Should().StartWith("compute: GET ").And.Contain("no answer within 10 s");
    }

    [Test]
    public async Task The_time_of_a_call_bounds_the_waiting_for_a_token_too()
    {
        _openStack.Cloud.Gate.Close();
        var asking = AskAsync();
        await _openStack.Cloud.Gate.WhenHeldAsync(1);

        _openStack.Clock.Advance(TimeSpan.FromSeconds(10));

        await OpenStackOfTests.FailureOfAsync<OpenStackException>(() => asking);
        Calls("GET").Should().Be(0);
    }

    [Test]
    public async Task One_who_gives_up_waiting_for_the_token_does_not_end_the_others_waiting()
    {
        _openStack.Cloud.Gate.Close();
        using var impatience = new CancellationTokenSource();
        var impatient = _openStack.Session.GetAsync("compute", Server, impatience.Token);
        var patient = AskAsync();
        await _openStack.Cloud.Gate.WhenHeldAsync(1);

        await impatience.CancelAsync();
        await impatient.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        _openStack.Cloud.Gate.Open();

        (await patient).Status.Should().Be(200);
        Calls("POST", Auth).Should().Be(1);
    }

    [TestCase(429)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task A_service_that_is_away_for_a_moment_is_asked_again(int status)
    {
        Fault(new(FaultKind.Status, "compute") { Status = status, Times = 2 });

        (await AskAsync()).Status.Should().Be(200);

        Calls("GET", ServerRoute).Should().Be(3);
        _openStack.Clock.Waits.Should().HaveCount(2).And.OnlyContain(wait => wait <= RetryHandler.LongestWait);
    }

    [Test]
    public async Task A_connection_that_breaks_is_tried_again()
    {
        Fault(new(FaultKind.Reset, "compute") { Times = 2 });

        (await AskAsync()).Status.Should().Be(200);
    }

    [Test]
    public async Task There_are_no_more_than_two_retries()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 503 });

        (await FailureAsync()).Should().Contain("503");
        Calls("GET", ServerRoute).Should().Be(3);
    }

    [TestCase(400)]
    [TestCase(409)]
    [TestCase(500)]
    public async Task Any_other_failure_is_not_tried_again(int status)
    {
        Fault(new(FaultKind.Status, "compute") { Status = status });

        (await FailureAsync()).Should().Contain($"answered {status}");
        Calls("GET", ServerRoute).Should().Be(1);
    }

    [Test]
    public async Task The_wait_that_a_service_asks_for_is_kept()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 429, RetryAfter = "1", Times = 1 });

        (await AskAsync()).Status.Should().Be(200);

        _openStack.Clock.Waits.Should().Equal(TimeSpan.FromSeconds(1));
    }

    [Test]
    public async Task A_service_that_asks_for_a_long_wait_is_left_alone()
    {
        Fault(new(FaultKind.Status, "compute") { Status = 503, RetryAfter = "120" });

        (await FailureAsync()).Should().Contain("503");
        Calls("GET", ServerRoute).Should().Be(1);
    }

    [Test]
    public async Task The_authentication_is_never_tried_again_by_itself()
    {
        Fault(new(FaultKind.Status, "identity") { Status = 503 });

        (await FailureAsync()).Should().StartWith("compute: ").And.Contain("gave [service_auth] no token").And.Contain("503");
        Calls("POST", Auth).Should().Be(1);
    }

    [Test]
    public async Task Nothing_that_is_logged_or_thrown_holds_the_password()
    {
        Fault(new(FaultKind.Status, "identity") { Status = 401 });

        var failure = await FailureAsync();

        failure.Should().Contain("refused the credentials").And.NotContain($"'{SampleData.Password}'");
        _openStack.Log.Lines.Should().NotContain(line => line.Text.Contains("gAAAAA", StringComparison.Ordinal));
    }

    [Test]
    public async Task An_application_credential_authenticates_without_a_scope()
    {
        await using var openStack = await OpenStackOfTests.StartAsync(options => new()
        {
            AuthType = "v3applicationcredential",
            AuthUrl = options.AuthUrl,
            ApplicationCredentialId = SampleData.ApplicationCredentialId,
            ApplicationCredentialSecret = SampleData.ApplicationCredentialSecret,
        });

        (await openStack.Session.GetAsync("compute", Server, CancellationToken.None)).Status.Should().Be(200);
    }

    private Task<ServiceAnswer> AskAsync() => _openStack.Session.GetAsync("compute", Server, CancellationToken.None);

    private Task<string> FailureAsync() => OpenStackOfTests.FailureOfAsync<OpenStackException>(AskAsync);

    private void Fault(Fault fault) => _openStack.Cloud.Faults.Add(fault);

    private int Calls(string method, string route) => _openStack.Cloud.Calls.Of(method, route);

    private int Calls(string method) => _openStack.Cloud.Calls.All
        .Where(call => call.Key.StartsWith(method, StringComparison.Ordinal)).Sum(call => call.Value);

    private static string PathOf(string service) => service == "volumev3" ? "volume" : service;
}
