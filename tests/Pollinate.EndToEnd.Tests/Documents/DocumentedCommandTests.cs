using System.Text.RegularExpressions;
using Pollinate.EndToEnd.Tests.Cloud;
using Pollinate.EndToEnd.Tests.Commands;
using Pollinate.EndToEnd.Tests.Packaging;
using Pollinate.EndToEnd.Tests.Processes;
using Pollinate.EndToEnd.Tests.Systemd;

namespace Pollinate.EndToEnd.Tests.Documents;

/// <summary>Whatever the README and the pages for operators say to type has been typed, and works.</summary>
internal sealed partial class DocumentedCommandTests
{
    private const string Systemctl = "systemctl ";
    private const string AsTheDaemon = "sudo -u nova-pollinate ";
    private const string Request = """{"project-id":"0bb3fa3aa4de405cb4562d2efe937225","instance-id":"5d6f1f4c-8a52-4c4a-9e5c-0e6d2c1b7a10","image-id":""}""";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>What can't be typed here as it stands, and the test that does what it does.</summary>
    private static readonly Dictionary<string, string> RunElsewhere = new()
    {
        ["./build.sh run --once"] = nameof(RunTests.The_run_prints_the_answer_that_the_README_shows_and_a_line_that_repeats_it),
        ["./build.sh test"] = "it is what runs this test",
        ["./build.sh package"] = nameof(DebianPackageTests),
        ["apt install ./artifacts/package/nova-pollinate_*.deb"] = nameof(DebianPackageTests),
        ["./build.sh publish"] = nameof(PublishTests.The_published_folder_holds_the_daemon_its_plugins_and_the_sample_and_no_contract_among_the_plugins),
        ["curl -s http://169.254.169.254/openstack/latest/vendor_data2.json"] = nameof(NovaPageTests.The_nova_conf_of_a_page_gives_the_guest_what_every_target_answers),
        ["mount -o ro /dev/disk/by-label/config-2 /mnt"] = nameof(NovaPageTests.A_config_drive_asks_each_target_five_times_and_each_read_of_the_metadata_API_once),
        ["cat /mnt/openstack/latest/vendor_data2.json"] = nameof(NovaPageTests.A_config_drive_asks_each_target_five_times_and_each_read_of_the_metadata_API_once),
    };

    [Test]
    public async Task Every_command_of_the_README_and_of_the_pages_for_operators_works()
    {
        var (port, admin) = (FreePort.Find(), FreePort.Find());
        await using var folder = new CommandFolder();
        await folder.ConfigureCloudAsync();
        folder.Configure($"[server]\nhost = 127.0.0.1\nport = {port}\n[admin]\nport = {admin}");
        folder.Write("request.json", Request);
        var journal = Directory.CreateTempSubdirectory("nova-pollinate-journal-");
        await using var daemon = folder.Start();
        try
        {
            await Eventually.WaitForAsync("the daemon to serve", Patience, () => daemon.HasEnded
                ? throw new InvalidOperationException(daemon.Errors)
                : Task.FromResult(daemon.Errors.Contains("Serving at", StringComparison.Ordinal)));

            var failed = new List<string>();
            foreach (var lines in DocumentedLine.All.Where(line => !IsRunElsewhere(line.Text)).GroupBy(line => line.Text))
            {
                var text = Address().Replace(lines.Key, match => match.Groups[1].Value + (match.Groups[2].Value == "8612" ? port : admin))
                    .Replace(AsTheDaemon, "", StringComparison.Ordinal)
                    // There is no journal here that anybody writes to: what is tried is that journalctl takes the line.
                    .Replace("journalctl ", $"journalctl --directory={journal.FullName} ", StringComparison.Ordinal)
                    .Replace(" --follow", "", StringComparison.Ordinal);
                var (code, output, errors) = await folder.RunLineAsync(text);
                if (code != 0 && !errors.Contains("No journal files were found", StringComparison.Ordinal))
                    failed.Add($"{lines.First()} ended with {code}: {output} {errors}");
            }

            failed.Should().BeEmpty();
        }
        finally
        {
            journal.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Every_systemctl_command_of_these_pages_works_on_the_unit()
    {
        await using var systemd = await OwnSystemd.StartAsync("Fixture.Fatal", "test");
        var lines = DocumentedLine.All.Where(line => line.Text.StartsWith(Systemctl, StringComparison.Ordinal)).Select(line => line.Text).Distinct().ToList();

        lines.Should().HaveCountGreaterThan(6);
        foreach (var line in lines)
        {
            await systemd.SystemctlAsync(line[Systemctl.Length..].Split(' '));
            // What shows a unit that runs, and what reloads it, wants one.
            await systemd.SystemctlAsync("start", "nova-pollinate");
            await Eventually.WaitForAsync("the daemon to answer", Patience, () => AnswersAsync(systemd));
        }

        await systemd.WaitForAsync("the reload", () => systemd.Log.Contains("Reloaded: generation 2", StringComparison.Ordinal));
        await systemd.WaitForAsync("the log to end with the stop", () => systemd.Log.Contains("Stopped.", StringComparison.Ordinal));
    }

    private static async Task<bool> AnswersAsync(OwnSystemd systemd)
    {
        try
        {
            using var answer = await systemd.Client.GetAsync("healthcheck");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [Test]
    public async Task Every_command_and_option_of_nova_pollinate_that_a_document_names_is_there()
    {
        var helps = new Dictionary<string, string>();
        var unknown = new List<string>();
        foreach (var page in NovaPageTests.Pages)
        {
            foreach (Match named in Named().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, page))))
            {
                var command = named.Groups["command"].Value.Trim();
                // It is in no list of commands and has no help: ManualPageTests runs it.
                if (command == "man")
                    continue;
                if (!helps.TryGetValue(command, out var help))
                    helps[command] = help = await HelpAsync(command);
                if (help.Length == 0)
                    unknown.Add($"{page}: {named.Value}");
                unknown.AddRange(named.Groups["option"].Captures.Select(option => option.Value)
                    .Where(option => !Regex.IsMatch(help, $@"{option}\b")).Select(option => $"{page}: {command} {option}"));
            }
        }

        helps.Should().HaveCountGreaterThan(4);
        unknown.Should().BeEmpty();
    }

    /// <summary>The help of a command; empty when there is no such command.</summary>
    private static async Task<string> HelpAsync(string command)
    {
        await using var program = ChildProcess.Start(
            Repository.Executable, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        return await program.WaitAsync(Patience) == 0 ? program.Output : "";
    }

    /// <summary>Whether the line is for the test of systemd, or one that starts the daemon, as each of these does.</summary>
    private static bool IsRunElsewhere(string text) =>
        RunElsewhere.ContainsKey(text) || text.StartsWith(Systemctl, StringComparison.Ordinal) ||
        text == "nova-pollinate --config-file /etc/nova-pollinate/nova-pollinate.conf";

    [GeneratedRegex(@"(127\.0\.0\.1:|= :)(8612|8614)\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?:^[$#] (?:sudo -u nova-pollinate )?|`)nova-pollinate(?<command>(?: [a-z][a-z]+)*)(?: (?:(?<option>--[a-z][a-z-]+)|[A-Za-z_][\w./]*))*", RegexOptions.Multiline)]
    private static partial Regex Named();
}
