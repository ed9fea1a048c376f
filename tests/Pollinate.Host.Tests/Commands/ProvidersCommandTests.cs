using System.Text.Json;
using Pollinate.Host.Commands;

namespace Pollinate.Host.Tests.Commands;

internal sealed class ProvidersCommandTests
{
    [Test]
    public async Task Each_entry_is_one_line_in_the_order_in_which_the_providers_run()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Lookups", "Fixture.Aliases");

        var result = await RunAsync(command, """
            [DEFAULT]
            providers = settings, Fixture.Lookups.DCredentialProvider, c_image, original.older.AliasedProvider, needs_secrets
            [needs_secrets]
            required = true
            """);

        result.Output.Should().Be("""
            #  NAME           STATUS  REQUIRED  VERSION  CONTRACT  NEEDS                  TYPE                                   PLUGIN
            1  settings       ready   no        0.1.0    1.0.0.0   -                      Fixture.Dispatch.SettingsProvider      /srv/plugins/Fixture.Dispatch
            2  d_credentials  ready   no        0.1.0    1.0.0.0   credentials:cloudstor  Fixture.Lookups.DCredentialProvider    /srv/plugins/Fixture.Lookups
            3  c_image        ready   no        0.1.0    1.0.0.0   image,server           Fixture.Lookups.CImageProvider         /srv/plugins/Fixture.Lookups
            4  aliased        ready   no        0.1.0    1.0.0.0   -                      Fixture.Aliases.AliasedProvider        /srv/plugins/Fixture.Aliases
            5  needs_secrets  ready   yes       0.1.0    1.0.0.0   secrets                Fixture.Dispatch.NeedsSecretsProvider  /srv/plugins/Fixture.Dispatch

            """);
        result.Errors.Should().BeEmpty();
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task An_entry_that_can_not_be_used_is_listed_with_what_is_wrong_and_the_exit_code_is_1()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch", "Fixture.Flawed");

        var result = await RunAsync(command, "[DEFAULT]\nproviders = ecco, abstract, echo, Fixture.Dispatch.EchoProvider, vault\n");

        result.Output.Should().Be("""
            #  NAME      STATUS    REQUIRED  VERSION  CONTRACT  NEEDS  TYPE                                    PLUGIN
            1  ecco      unusable  -         -        -         -      -                                       -
               providers: 'ecco' was not found (searched /srv/plugins); did you mean 'echo'?
            2  abstract  unusable  -         0.1.0    1.0.0.0   -      Fixture.Flawed.AbstractProvider         /srv/plugins/Fixture.Flawed
               providers: 'abstract' in /srv/plugins/Fixture.Flawed/Fixture.Flawed.dll is abstract; list a class that derives from it.
            3  echo      ready     no        0.1.0    1.0.0.0   -      Fixture.Dispatch.EchoProvider           /srv/plugins/Fixture.Dispatch
            4  echo      unusable  no        0.1.0    1.0.0.0   -      Fixture.Dispatch.EchoProvider           /srv/plugins/Fixture.Dispatch
               providers: 'echo' and 'Fixture.Dispatch.EchoProvider' are the same provider, Fixture.Dispatch.EchoProvider; remove one.
            5  vault     unusable  -         0.1.0    1.0.0.0   -      Fixture.Flawed.ReservedSectionProvider  /srv/plugins/Fixture.Flawed
               providers: 'Fixture.Flawed.ReservedSectionProvider' in /srv/plugins/Fixture.Flawed/Fixture.Flawed.dll is called 'vault', and the daemon has a section [vault] of its own; give the provider another name.

            """);
        result.Code.Should().Be(1);
    }

    [Test]
    public async Task A_plugin_that_lacks_what_it_is_linked_to_is_unusable_before_any_of_it_runs()
    {
        using var command = new CommandUnderTest("Fixture.NewerContractUsed");

        var result = await RunAsync(command, "[DEFAULT]\nproviders = Fixture.NewerContractUsed.NewerProvider\n");

        result.Output.Should().Contain("unusable").And.Contain("Pollinate.Abstractions").And.Contain("1.1.0.0");
        result.Code.Should().Be(1);
    }

    [Test]
    public async Task With_all_what_the_plugin_folders_hold_unused_follows_and_has_no_say_in_the_exit_code()
    {
        using var command = new CommandUnderTest("Fixture.Aliases");
        command.Write("plugins/Empty/readme.txt", "nothing");
        command.Write("plugins/Broken/Broken.dll", "no assembly");

        var result = await RunAsync(command, "[DEFAULT]\nproviders = plain\n", all: true);

        result.Code.Should().Be(0);
        result.Output.Should().Be("""
            #  NAME       STATUS      REQUIRED  VERSION  CONTRACT  NEEDS  TYPE                              PLUGIN
            1  plain      ready       no        0.1.0    1.0.0.0   -      Fixture.Aliases.PlainProvider     /srv/plugins/Fixture.Aliases
            -  aliased    not listed  no        0.1.0    1.0.0.0   -      Fixture.Aliases.AliasedProvider   /srv/plugins/Fixture.Aliases
            -  type_name  not listed  no        0.1.0    1.0.0.0   -      Fixture.Aliases.TypeNameProvider  /srv/plugins/Fixture.Aliases
            -  unusable   not listed  -         0.1.0    1.0.0.0   -      Fixture.Aliases.UnusableProvider  /srv/plugins/Fixture.Aliases
               'Fixture.Aliases.UnusableProvider' in /srv/plugins/Fixture.Aliases/Fixture.Aliases.dll is abstract; list a class that derives from it.
            -  -          not listed  -         -        -         -      -                                 /srv/plugins/Empty
               The folder /srv/plugins/Empty is no plugin, or can't be read: it holds no Empty.dll.
            -  -          not listed  -         -        -         -      -                                 /srv/plugins/Broken
               The plugin 'Broken' can't be used: /srv/plugins/Broken/Broken.dll is not a whole .NET assembly (Image is too small); copy the plugin's folder again from where it was built.

            """);
    }

    [Test]
    public async Task JSON_has_an_object_with_all_keys_for_each_provider()
    {
        using var command = new CommandUnderTest("Fixture.Lookups", "Fixture.Flawed");

        var result = await RunAsync(command, "[DEFAULT]\nproviders = c_image, nobody_at_all\n", all: true, json: true);

        var list = JsonElement.Parse(result.Output).EnumerateArray().ToList();
        list[0].ToString().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).Should().Be(
            """{"order":1,"entry":"c_image","name":"c_image","type":"Fixture.Lookups.CImageProvider","plugin":"/srv/plugins/Fixture.Lookups","version":"0.1.0","contract":"1.0.0.0","needs":["image","server"],"required":false,"status":"ready","problem":null}""");
        list[1].GetProperty("order").GetInt32().Should().Be(2);
        list[1].GetProperty("entry").GetString().Should().Be("nobody_at_all");
        list[1].GetProperty("name").ValueKind.Should().Be(JsonValueKind.Null);
        list[1].GetProperty("status").GetString().Should().Be("unusable");
        list[1].GetProperty("problem").GetString().Should().Contain("'nobody_at_all' was not found");
        var nameless = list.Single(item => item.GetProperty("type").GetString() == "Fixture.Flawed.NamelessProvider");
        nameless.GetProperty("order").ValueKind.Should().Be(JsonValueKind.Null);
        nameless.GetProperty("status").GetString().Should().Be("not listed");
        nameless.GetProperty("problem").GetString().Should().Contain("has no [Provider(\"name\")] attribute");
        list.Select(item => string.Join(',', item.EnumerateObject().Select(property => property.Name))).Distinct().Should().ContainSingle();
        result.Code.Should().Be(1);
    }

    [TestCase(80)]
    [TestCase(120)]
    public async Task On_a_terminal_lines_of_the_table_are_cut_to_its_width_and_sentences_are_not(int width)
    {
        using var command = new CommandUnderTest("Fixture.Dispatch") { Width = width };

        var result = await RunAsync(command, "[DEFAULT]\nproviders = settings, project_twice, ecco\n");

        var rows = result.OutputLines.Where(line => !line.StartsWith(' ')).ToList();
        rows.Should().HaveCount(4).And.OnlyContain(line => line.Length <= width);
        rows[1].Should().StartWith("1  settings  ").And.EndWith("…");
        rows.Should().OnlyContain(line => line.Contains("  ready  ") || line.Contains("  unusable  ") || line.Contains("  STATUS  "));
        result.OutputLines[^1].Should().EndWith("did you mean 'echo'?");
    }

    [Test]
    public async Task No_code_of_a_plugin_is_run()
    {
        using var command = new CommandUnderTest("Fixture.KeepsTheProcess", "Fixture.Flawed");

        var result = await RunAsync(command, "[DEFAULT]\nproviders = never_constructed, throwing_constructor\n");

        result.OutputLines.Skip(1).Should().HaveCount(2).And.OnlyContain(line => line.Contains("  ready  "));
        result.Code.Should().Be(0);
    }

    [Test]
    public async Task A_configuration_that_can_not_be_read_is_an_error_and_no_list()
    {
        using var command = new CommandUnderTest("Fixture.Dispatch");

        var result = await RunAsync(command, "[DEFAULT]\nproviders = settings\n[settings]\nnumber = many\n");

        result.Output.Should().BeEmpty();
        result.Errors.Should().Be("nova-pollinate: error: /srv/test.conf:4: [settings] number: 'many' is not a whole number; write digits alone, without a unit or a comment behind them.\n");
        result.Code.Should().Be(1);
    }

    [Test]
    public async Task Without_providers_there_is_the_heading_alone()
    {
        using var command = new CommandUnderTest();

        var result = await RunAsync(command, "");

        result.Output.Should().Be("#  NAME  STATUS  REQUIRED  VERSION  CONTRACT  NEEDS  TYPE  PLUGIN\n");
        result.Code.Should().Be(0);
    }

    [Test]
    public void Nothing_that_a_plugin_is_called_can_disturb_the_table()
    {
        using var text = new StringWriter { NewLine = "\n" };
        ProviderTable.Write(
            text,
            [new(1, "x", "x", "A\u001b[2J\nB  C", "/p", "1", "1", [], false, ProviderListing.Unusable, "first\n2  y  ready")],
            width: null);

        text.ToString().Should().Be("""
            #  NAME  STATUS    REQUIRED  VERSION  CONTRACT  NEEDS  TYPE       PLUGIN
            1  x     unusable  no        1        1         -      A [2J B C  /p
               first 2 y ready

            """);
    }

    private static Task<CommandResult> RunAsync(CommandUnderTest command, string configuration, bool all = false, bool json = false) =>
        command.RunAsync(configuration, (arguments, streams) => Task.FromResult(ProvidersCommand.Run(arguments, all, json, streams)));
}
