using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pollinate.Host.Redaction;
using Pollinate.Host.RequestIds;

namespace Pollinate.Host.Tests.Redaction;

internal sealed class RedactorTests
{
    private const string Secret = "pa/ss+wo\"rd-1";

    private readonly Redactor _redactor = new();

    [TestCase("it is " + Secret + ".", "it is ***.")]
    [TestCase(Secret, "***")]
    [TestCase(Secret + Secret, "******")]
    [TestCase("a pa/ss\\u002Bwo\\u0022rd-1 b", "a *** b", Description = "as careful JSON has it")]
    [TestCase("a pa/ss+wo\\\"rd-1 b", "a *** b", Description = "as short JSON has it")]
    [TestCase("a?b=pa%2Fss%2Bwo%22rd-1&c", "a?b=***&c", Description = "as a URL has it")]
    [TestCase("nothing of it", "nothing of it")]
    [TestCase("PA/SS+WO\"RD-1", "PA/SS+WO\"RD-1", Description = "another text")]
    [TestCase("", "")]
    public void A_secret_is_masked_wherever_it_stands(string text, string expected)
    {
        _redactor.Register().Set([Secret]);

        _redactor.Redact(text).Should().Be(expected);
    }

    [TestCase("")]
    [TestCase("a")]
    [TestCase("ab")]
    [TestCase("user:")]
    public void A_secret_in_base64_is_masked_whatever_stands_before_it(string before)
    {
        _redactor.Register().Set([Secret]);

        var redacted = _redactor.Redact($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret))}");

        redacted.Should().StartWith("Basic ").And.Contain("***").And.MatchRegex(@"^Basic \S{0,10}\*\*\*\S{0,4}$");
    }

    [Test]
    public void Of_two_secrets_of_which_one_begins_the_other_nothing_is_left()
    {
        _redactor.Register().Set(["password-of-nova", "password-of-nova-and-cinder"]);

        _redactor.Redact("password-of-nova-and-cinder, password-of-nova").Should().Be("***, ***");
    }

    [Test]
    public void The_lines_of_a_secret_are_masked_one_by_one_but_for_short_ones_and_what_is_around_every_key()
    {
        _redactor.Register().Set(["-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG\r\nshort line\n-----END CERTIFICATE-----\n"]);

        _redactor.Redact("at MIIEvQIBADANBgkqhkiG in -----BEGIN CERTIFICATE----- with a short line").Should()
            .Be("at *** in -----BEGIN CERTIFICATE----- with a short line");
    }

    [TestCase("16-characters-ok", "***")]
    [TestCase("15-characters-x", "15-characters-x", Description = "one less")]
    public void A_line_of_a_secret_is_masked_by_itself_when_it_has_sixteen_characters(string line, string expected)
    {
        _redactor.Register().Set([$"first line of it\n{line}\nlast"]);

        _redactor.Redact(line).Should().Be(expected);
    }

    [Test]
    public void A_line_of_a_secret_is_masked_without_the_blanks_around_it()
    {
        _redactor.Register().Set(["users:\n\t  password: swordfish \r\n"]);

        _redactor.Redact("got 'password: swordfish'").Should().Be("got '***'");
    }

    [Test]
    public void The_texts_in_a_secret_that_is_JSON_are_masked()
    {
        _redactor.Register().Set(["""{"username": "somebody-1", "keys": ["first-key", "k"], "n": 12345678}""", "{no JSON at all}"]);

        _redactor.Redact("somebody-1 with first-key of 12345678, {no JSON at all}").Should().Be("*** with *** of 12345678, ***");
    }

    [TestCase("1234567")]
    [TestCase("true")]
    [TestCase("       x       ")]
    [TestCase("")]
    public void A_short_secret_is_left_since_its_letters_are_everywhere(string secret)
    {
        _redactor.Register().Set([secret]);

        _redactor.Redact($"it is {secret} here").Should().Be($"it is {secret} here");
    }

    [Test]
    public void The_shortest_secret_that_is_masked_has_eight_characters()
    {
        _redactor.Register().Set(["12345678"]);

        _redactor.Redact("it is 12345678").Should().Be("it is ***");
    }

    [TestCase("gAAAAABnQ2x5c2VjcmV0dG9rZW4tb2Yta2V5c3RvbmU=")]
    [TestCase("hvs.CAESIJ0rWd0rZXlzdG9uZQ")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJub3ZhIn0.c2lnbmF0dXJl")]
    [TestCase("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----")]
    public void What_looks_like_a_token_or_a_key_is_masked_although_nobody_knows_it(string secret) =>
        _redactor.Redact($"got {secret}, and went on").Should().Be("got ***, and went on");

    [Test]
    public void A_private_key_that_is_cut_off_is_masked_to_the_end() =>
        _redactor.Redact("got -----BEGIN PRIVATE KEY-----\nMIIE").Should().Be("got ***");

    [TestCase("xxx pa/ss+wo…", "xxx ***…")]
    [TestCase("pa/ss+wo\"r…", "***…")]
    [TestCase("xxx pa/ss+w…", "xxx pa/ss+w…", Description = "seven characters")]
    [TestCase("xxx pa/ss+wo", "xxx pa/ss+wo", Description = "not cut off")]
    [TestCase("pa/ss+wo\"rd-1 xxx pa/ss+wo…", "*** xxx ***…")]
    [TestCase("pa/ss+wo\"rd-1…", "***…")]
    public void Of_a_secret_that_a_text_is_cut_off_within_the_beginning_is_masked(string text, string expected)
    {
        _redactor.Register().Set([Secret]);

        _redactor.Redact(text).Should().Be(expected);
    }

    [Test]
    public void A_secret_that_was_replaced_is_masked_until_the_next_one_is()
    {
        var known = _redactor.Register();
        known.Set(["first-secret"]);
        known.Set(["second-secret"]);

        _redactor.Redact("first-secret second-secret").Should().Be("*** ***");
        known.Set(["third-secret"]);
        _redactor.Redact("first-secret second-secret third-secret").Should().Be("first-secret *** ***");
    }

    [Test]
    public void To_say_the_same_again_in_any_order_forgets_nothing()
    {
        var known = _redactor.Register();
        known.Set(["first-secret"]);
        known.Set(["second-secret", "other-secret"]);
        known.Set(["other-secret", "second-secret"]);

        _redactor.Redact("first-secret second-secret").Should().Be("*** ***");
    }

    [Test]
    public void What_one_part_knows_stays_masked_when_another_learns_something()
    {
        var (one, other) = (_redactor.Register(), _redactor.Register());
        one.Set(["first-secret"]);
        other.Set(["second-secret"]);

        _redactor.Redact("first-secret second-secret").Should().Be("*** ***");
    }

    [Test]
    public void A_part_that_is_gone_is_remembered_for_a_while_and_not_for_ever()
    {
        var first = _redactor.Register();
        first.Set(["first-secret"]);
        first.Dispose();
        first.Dispose();

        _redactor.Redact("first-secret").Should().Be("***");
        for (var part = 0; part < 31; part++)
        {
            var other = _redactor.Register();
            other.Dispose();
            other.Dispose();
        }

        _redactor.Redact("first-secret").Should().Be("***", "31 have gone since, however often they said so");
        _redactor.Register().Dispose();
        _redactor.Redact("first-secret").Should().Be("first-secret");
    }

    [Test]
    public void The_user_data_of_the_request_is_masked_where_the_request_is_worked_for_and_nowhere_else()
    {
        const string data = "#cloud-config\npassword: swordfish\n";
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(data));
        var text = $"{base64} and {data} and 'password: swordfish'";
        ExecutionContext.Run(ExecutionContext.Capture()!, _ =>
        {
            RequestIdPair.Give(new DefaultHttpContext()).Body = JsonElement.Parse($$"""{"user-data": "{{base64}}"}""");
            _redactor.Redact(text).Should().Be("*** and ***\n and '***'");
        }, null);

        _redactor.Redact(text).Should().Be(text);
    }

    [TestCase("{}")]
    [TestCase("""{"user-data": null}""")]
    [TestCase("""{"user-data": 7}""")]
    [TestCase("""{"user-data": "short"}""")]
    [TestCase("""{"user-data": "eA=="}""")]
    public void A_request_without_user_data_changes_nothing(string body) => ExecutionContext.Run(ExecutionContext.Capture()!, _ =>
    {
        RequestIdPair.Give(new DefaultHttpContext()).Body = JsonElement.Parse(body);
        _redactor.Redact("short null 7 eA== text").Should().Be("short null 7 eA== text");
    }, null);

    [Test]
    public void User_data_that_is_no_base64_is_masked_as_it_is() => ExecutionContext.Run(ExecutionContext.Capture()!, _ =>
    {
        RequestIdPair.Give(new DefaultHttpContext()).Body = JsonElement.Parse("""{"user-data": "password: sword!"}""");
        _redactor.Redact("got password: sword!").Should().Be("got ***");
    }, null);

    [Test]
    public void Thousands_of_secrets_that_begin_the_same_are_found_as_one_is()
    {
        _redactor.Register().Set([.. Enumerable.Range(10_000, 5_000).Select(number => $$"""{"username": "somebody", "password": "secret-{{number}}"}""")]);

        _redactor.Redact("""got {"username": "somebody", "password": "secret-12345"} and secret-14999 and secret-15000""")
            .Should().Be("got *** and *** and secret-15000");
    }

    [Test]
    public async Task Many_may_write_while_secrets_change()
    {
        var known = _redactor.Register();
        known.Set(["secret-number-0"]);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                _redactor.Redact("it is secret-number-0 or not").Should().BeOneOf("it is *** or not", "it is secret-number-0 or not");
        })).ToArray();

        for (var number = 1; number <= 200; number++)
        {
            known.Set([$"secret-number-{number}"]);
            _redactor.Redact($"it is secret-number-{number}").Should().Be("it is ***");
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }
}
