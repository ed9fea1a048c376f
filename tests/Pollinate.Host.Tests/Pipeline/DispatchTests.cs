using System.Text.Json;
using Pollinate.Abstractions;
using Pollinate.Host.Pipeline;

namespace Pollinate.Host.Tests.Pipeline;

internal sealed class DispatchTests
{
    private BuiltPipeline _built = null!;

    [SetUp]
    public void SetUp() => _built = new();

    [TearDown]
    public async Task TearDown() => await _built.DisposeAsync();

    [Test]
    public async Task Providers_run_one_after_the_other_in_the_order_of_the_list()
    {
        await _built.OfFixturesAsync("GammaOrderProvider", "AlphaOrderProvider", "BetaOrderProvider");

        var answer = await _built.RunAsync();

        answer.GetProperty("order_gamma").GetInt32().Should().Be(1);
        answer.GetProperty("order_alpha").GetInt32().Should().Be(2);
        answer.GetProperty("order_beta").GetInt32().Should().Be(3);
    }

    [Test]
    public async Task Keys_of_the_answer_are_sorted_as_the_original_sorts_them()
    {
        Give("first", """{"cloud-config":{"a":1}}""");
        Give("second", "2");
        await _built.OfFixturesAsync("SecondProvider", "FirstProvider", "EchoProvider");

        var answer = await _built.RunAsync();

        answer.EnumerateObject().Select(property => property.Name)
            .Should().Equal("cloud-init", "echo", "first", "second");
    }

    [TestCase("ThrowingProvider", "throwing", "thrown on purpose")]
    [TestCase("FailingProvider", "failing", "Fixture.Dispatch.UnspeakableException, whose description throws")]
    [TestCase("NullTaskProvider", "null_task", "returned null instead of a task")]
    public async Task A_provider_that_fails_is_left_out_with_one_warning_and_the_others_answer(
        string failing, string name, string reason)
    {
        Give("first", "1");
        Give("second", "2");
        await _built.OfFixturesAsync("FirstProvider", failing, "SecondProvider");

        var answer = await _built.RunAsync();

        answer.ToString().Should().Be("""{"first":1,"second":2}""");
        var warning = _built.Log.Warnings.Should().ContainSingle().Subject;
        warning.Should().Contain(name).And.Contain(reason);
    }

    [Test]
    public async Task The_warning_about_a_failure_holds_the_trace()
    {
        await _built.OfFixturesAsync("ThrowingProvider");

        await _built.RunAsync();

        _built.Log.Warnings.Single().Should().Contain("at Fixture.Dispatch.ThrowingProvider.RunAsync");
    }

    [TestCase("null")]
    [TestCase("false")]
    [TestCase("0")]
    [TestCase("-0.0")]
    [TestCase("\"\"")]
    [TestCase("[]")]
    [TestCase("{}")]
    public async Task Output_that_Python_takes_for_false_is_left_out(string output)
    {
        Give("first", output);
        Give("second", "true");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider");

        (await _built.RunAsync()).ToString().Should().Be("""{"second":true}""");
    }

    [TestCase("true")]
    [TestCase("1")]
    [TestCase("0.5")]
    [TestCase("\"x\"")]
    [TestCase("[0]")]
    [TestCase("[[]]")]
    [TestCase("""{"a":null}""")]
    public async Task Any_other_output_is_in_the_answer_as_it_is(string output)
    {
        Give("first", output);
        await _built.OfFixturesAsync("FirstProvider");

        (await _built.RunAsync()).GetProperty("first").GetRawText().Should().Be(output);
    }

    [Test]
    public async Task No_output_at_all_is_an_empty_object()
    {
        await _built.OfFixturesAsync("FirstProvider");

        (await _built.RunAsync()).ToString().Should().Be("{}");
    }

    [Test]
    public async Task Cloud_configs_are_merged_into_cloud_init_and_the_later_provider_wins()
    {
        Give("first", """{"keep":1,"cloud-config":{"packages":["a"],"ntp":{"enabled":true}}}""");
        Give("second", """{"cloud-config":{"packages":["b"],"timezone":"UTC"}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider");

        var answer = await _built.RunAsync();

        answer.GetProperty("first").GetRawText().Should().Be("""{"keep":1}""");
        answer.GetProperty("second").GetRawText().Should().Be("{}", "a provider that gave a cloud-config alone still appears");
        answer.GetProperty("cloud-init").GetString()
            .Should().Be("#cloud-config\npackages:\n- b\nntp:\n  enabled: true\ntimezone: UTC\n");
    }

    [Test]
    public async Task Whatever_another_provider_replaces_is_named_with_both_in_one_warning()
    {
        Give("first", """{"cloud-config":{"packages":["a"],"ntp":{"enabled":true},"timezone":"UTC","users":[]}}""");
        Give("second", """{"cloud-config":{"packages":["b"],"ntp":{"enabled":false},"timezone":"UTC"}}""");
        Give("third", """{"cloud-config":{"packages":["c"]}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider", "ThirdProvider");

        (await _built.RunAsync()).GetProperty("cloud-init").GetString()
            .Should().Be("#cloud-config\npackages:\n- c\nntp:\n  enabled: false\ntimezone: UTC\nusers: []\n");

        _built.Log.Warnings.Should().Equal(
            Replaced("packages", "first", "second"), Replaced("ntp", "first", "second"), Replaced("packages", "second", "third"));
    }

    [Test]
    public async Task A_provider_that_gives_a_key_twice_replaces_nobodys()
    {
        Give("first", """{"cloud-config":{"packages":["a"],"packages":["b"]}}""");
        await _built.OfFixturesAsync("FirstProvider");

        (await _built.RunAsync()).GetProperty("cloud-init").GetString().Should().Be("#cloud-config\npackages:\n- b\n");
        _built.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task Where_cloud_configs_are_appended_lists_are_joined_and_objects_merged_and_nothing_is_lost()
    {
        _built.Merge = CloudConfigMerge.Append;
        Give("first", """{"cloud-config":{"packages":["a",{"x":1.50}],"ntp":{"servers":["s1"],"enabled":true},"runcmd":[["ls"]]}}""");
        Give("second", """{"cloud-config":{"timezone":"UTC","packages":["a"],"ntp":{"servers":["s2"],"pools":["p"],"deep":{"a":{"b":[1]}}}}}""");
        Give("third", """{"cloud-config":{"packages":[],"ntp":{"servers":["s3"],"deep":{"a":{"b":[2],"c":3}}},"timezone":"UTC"}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider", "ThirdProvider");

        var document = (await _built.RunAsync()).GetProperty("cloud-init").GetString();

        document.Should().Be("""
            #cloud-config
            packages:
            - a
            - x: 1.50
            - a
            ntp:
              servers:
              - s1
              - s2
              - s3
              enabled: true
              pools:
              - p
              deep:
                a:
                  b:
                  - 1
                  - 2
                  c: 3
            runcmd:
            - - ls
            timezone: UTC

            """);
        _built.Log.Warnings.Should().BeEmpty();
    }

    [TestCase("""{"k":"a"}""", """{"k":"b"}""", "k", "k: b\n")]
    [TestCase("""{"k":1}""", """{"k":[1]}""", "k", "k:\n- 1\n")]
    [TestCase("""{"k":[1]}""", """{"k":{"a":1}}""", "k", "k:\n  a: 1\n")]
    [TestCase("""{"k":{"a":1}}""", """{"k":null}""", "k", "k: null\n")]
    [TestCase("""{"k":{"a":{"b":true},"c":1}}""", """{"k":{"a":{"b":false}}}""", "k.a.b", "k:\n  a:\n    b: false\n  c: 1\n")]
    public async Task Where_cloud_configs_are_appended_any_other_value_is_replaced_with_a_warning(
        string first, string second, string key, string document)
    {
        _built.Merge = CloudConfigMerge.Append;
        Give("first", $$"""{"cloud-config":{{first}}}""");
        Give("second", $$"""{"cloud-config":{{second}}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider");

        (await _built.RunAsync()).GetProperty("cloud-init").GetString().Should().Be("#cloud-config\n" + document);

        _built.Log.Warnings.Should().Equal(Replaced(key, "first", "second"));
    }

    [TestCase("""{"k":[1]}""", """{"k":[2]}""", """{"k":3}""", "k", "first and second")]
    [TestCase("""{"k":{"a":1}}""", """{"k":{"b":2}}""", """{"k":3}""", "k", "first and second")]
    [TestCase("""{"k":{"a":1}}""", """{"k":{"b":2}}""", """{"k":{"a":3}}""", "k.a", "first")]
    [TestCase("""{"k":{"a":1}}""", """{"k":{"b":2}}""", """{"k":{"b":3}}""", "k.b", "second")]
    public async Task The_warning_names_whose_value_is_lost(string first, string second, string third, string key, string earlier)
    {
        _built.Merge = CloudConfigMerge.Append;
        Give("first", $$"""{"cloud-config":{{first}}}""");
        Give("second", $$"""{"cloud-config":{{second}}}""");
        Give("third", $$"""{"cloud-config":{{third}}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider", "ThirdProvider");

        await _built.RunAsync();

        _built.Log.Warnings.Should().Equal(Replaced(key, earlier, "third"));
    }

    [Test]
    public async Task A_warning_about_a_cloud_config_holds_nothing_of_its_values()
    {
        Give("first", """{"cloud-config":{"password":"hunter2"}}""");
        Give("second", """{"cloud-config":{"password":"hunter3"}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider");

        await _built.RunAsync();

        _built.Log.Lines.Should().NotContain(line => line.Text.Contains("hunter", StringComparison.Ordinal));
    }

    [TestCase("""{"a":"\ud800"}""")]
    [TestCase("""{"a":[{"\ud800":1}]}""")]
    public async Task A_cloud_config_whose_text_is_no_Unicode_costs_nobody_else_the_answer(string cloudConfig)
    {
        Give("first", $$"""{"cloud-config":{{cloudConfig}}}""");
        Give("second", """{"cloud-config":{"timezone":"UTC"}}""");
        await _built.OfFixturesAsync("FirstProvider", "SecondProvider");

        (await _built.RunAsync()).ToString().Should().Be("""{"cloud-init":"#cloud-config\ntimezone: UTC\n","second":{}}""");
        _built.Log.Warnings.Should().ContainSingle().Which.Should().Contain("first");
    }

    [Test]
    public async Task An_empty_cloud_config_makes_no_cloud_init()
    {
        Give("first", """{"cloud-config":{}}""");
        await _built.OfFixturesAsync("FirstProvider");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":{}}""");
    }

    [TestCase("\"text\"")]
    [TestCase("[1]")]
    [TestCase("3")]
    public async Task A_cloud_config_that_is_no_object_is_named_in_a_warning_and_the_rest_of_the_output_stays(string cloudConfig)
    {
        Give("first", $$"""{"keep":1,"cloud-config":{{cloudConfig}}}""");
        await _built.OfFixturesAsync("FirstProvider");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":{"keep":1}}""");
        _built.Log.Warnings.Should().ContainSingle().Which.Should().Contain("first").And.Contain("no object");
    }

    [Test]
    public async Task A_request_that_nobody_waits_for_runs_no_further_provider()
    {
        // The first one awaits something; who is over sooner than that is not worth the look.
        await _built.OfFixturesAsync("AlphaOrderProvider", "LifeProvider");
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await _built.Invoking(built => built.RunAsync(cancellationToken: gone.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        _built.Log.Warnings.Should().BeEmpty();
    }

    [Test]
    public async Task A_provider_sees_the_whole_request_and_who_asked()
    {
        await _built.OfFixturesAsync("EchoProvider");
        const string body = """
            {"project-id":"p1","instance-id":"i1","image-id":"","user-data":"IyEvYmlu","hostname":"h1",
             "metadata":{"role":"web","n":1},"boot-roles":"member, reader","later":{"x":[1.50,null]}}
            """;

        var echo = (await _built.RunAsync(body)).GetProperty("echo");

        echo.GetProperty("project_id").GetString().Should().Be("p1");
        echo.GetProperty("instance_id").GetString().Should().Be("i1");
        echo.GetProperty("image_id").GetString().Should().BeEmpty();
        echo.GetProperty("user_data").GetString().Should().Be("IyEvYmlu");
        echo.GetProperty("hostname").GetString().Should().Be("h1");
        echo.GetProperty("boot_roles").GetString().Should().Be("member|reader");
        echo.GetProperty("metadata").GetString().Should().Be("role=web");
        echo.GetProperty("json").GetProperty("later").GetRawText().Should().Be("""{"x":[1.50,null]}""");
        echo.GetProperty("caller").GetProperty("user_name").GetString().Should().Be("nova");
        echo.GetProperty("request_id").GetString().Should().Be("req-1");
    }

    [Test]
    public async Task What_Nova_did_not_send_is_null_or_empty()
    {
        await _built.OfFixturesAsync("EchoProvider");

        var echo = (await _built.RunAsync("""{"project-id":"p1","user-data":null}""")).GetProperty("echo");

        foreach (var key in new[] { "instance_id", "image_id", "user_data", "hostname" })
            echo.GetProperty(key).ValueKind.Should().Be(JsonValueKind.Null, because: key);
        echo.GetProperty("boot_roles").GetString().Should().BeEmpty();
        echo.GetProperty("metadata").GetString().Should().BeEmpty();
    }

    [Test]
    public async Task A_resource_is_looked_up_once_per_request_whoever_asks()
    {
        await _built.OfFixturesAsync("ProjectTwiceProvider", "EchoProvider");

        var first = await _built.RunAsync();
        await _built.RunAsync();

        first.GetProperty("project_twice").GetString().Should().Be("name of p1|True|True");
        _built.Projects.Fetched.Should().Equal("p1", "no-such-project", "p1", "no-such-project");
    }

    [Test]
    public async Task A_failed_lookup_fails_the_provider_alone()
    {
        Give("first", "1");
        _built.Projects.Failure = new LookupException("identity: GET projects/p1: answered 500");
        await _built.OfFixturesAsync("ProjectTwiceProvider", "FirstProvider");

        (await _built.RunAsync()).ToString().Should().Be("""{"first":1}""");
        _built.Log.Warnings.Should().ContainSingle().Which.Should().Contain("answered 500");
    }

    [Test]
    public async Task A_provider_lives_as_long_as_the_pipeline_and_is_disposed_with_it()
    {
        await _built.OfFixturesAsync("LifeProvider");

        await _built.RunAsync();
        (await _built.RunAsync()).GetProperty("life").GetInt32().Should().Be(2);
        _built.Log.Lines.Where(line => line.Text.StartsWith("constructed", StringComparison.Ordinal)).Should().ContainSingle();

        await _built.Pipeline.DisposeAsync();
        _built.Log.Lines.Should().ContainSingle(line => line.Text == "disposed after 2 requests")
            .Which.Category.Should().Be("provider.life", "a provider's log lines carry its name");
    }

    private static string Replaced(string key, string earlier, string later) =>
        $"The cloud-config key {key} of the provider {earlier} is replaced by that of the provider {later}; the guest gets the latter alone.";

    private void Give(string provider, string json) => _built.Values[(provider, "json")] = json;
}
