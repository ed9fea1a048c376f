// Run by build.sh. Each task says what it leaves behind.
using System.Xml.Linq;

var target = Argument("target", "help");
var once = HasArgument("once");
var filter = Argument("filter", "");
var quick = HasArgument("quick");
var inside = HasArgument("inside");
var pictures = HasArgument("pictures");
var rows = Argument("rows", "");
var compare = Argument("compare", "");
var areas = Argument("areas", "");
var minutes = Argument("minutes", "60");
var rate = Argument("rate", "200");
var only = Argument("only", "");
var inputs = Argument("inputs", "");
var targets = Argument("targets", "");
var seconds = Argument("seconds", "");
var seed = Argument("seed", "");
var engine = Argument("engine", "");

var solution = "nova-pollinate.slnx";
var published = Directory("artifacts/nova-pollinate");
var results = Directory("artifacts/tests");

void DotNet(string arguments)
{
    var code = StartProcess("dotnet", new ProcessSettings { Arguments = arguments });
    if (code != 0)
        throw new CakeException(code, $"dotnet {arguments.Split(' ')[0]} failed; its output above says why.");
}

// As an operator gets it: compiled ahead for this machine, run by the installed .NET.
void Publish(string project, string folder) =>
    DotNet($"publish \"{project}\" --configuration Release --use-current-runtime --no-self-contained --output \"{folder}\" --verbosity quiet --nologo --no-restore");

// The daemon with its plugins, ready to copy.
void PublishDaemon()
{
    CleanDirectory(published);
    Publish("Pollinate.Host/Pollinate.Host.csproj", published);
    PublishPlugins($"{published}/plugins", "Release");
    CopyFile("nova-pollinate.conf.sample", $"{published}/nova-pollinate.conf.sample");
}

// The Debian package and the packages for authors of providers.
void Package()
{
    const string packages = "artifacts/package";
    const string staged = packages + "/nova-pollinate";
    CleanDirectory(packages);
    // With the runtime: the machine that it is installed on has no .NET.
    DotNet($"publish Pollinate.Host/Pollinate.Host.csproj --configuration Release --runtime linux-x64 --self-contained --output {staged} --verbosity quiet --nologo");
    // They bring no runtime, so they are the same.
    CopyDirectory($"{published}/plugins", $"{staged}/plugins");
    DotNet($"pack Pollinate.Abstractions/Pollinate.Abstractions.csproj --configuration Release --output {packages} --verbosity quiet --nologo");
    var version = XDocument.Load("Directory.Build.props").Descendants("Version").Single().Value;
    var code = StartProcess("packaging/debian/make-package.sh", new ProcessSettings { Arguments = $"{staged} {version}-1 amd64 {packages}" });
    if (code != 0)
        throw new CakeException(code, "the Debian package could not be made; the lines above say why.");
    DeleteDirectory(staged, new DeleteDirectorySettings { Recursive = true, Force = true });
}

// Measures the published daemon from outside; the exit code is 0 when every target is met.
int RunHarness()
{
    var programs = "artifacts/bench/programs";
    foreach (var name in new[] { "Floor", "SimulatedCloud", "Gauge" })
    {
        CleanDirectory($"{programs}/{name}");
        Publish($"tests/Pollinate.{name}/Pollinate.{name}.csproj", $"{programs}/{name}");
    }

    DotNet("build tests/Pollinate.Harness/Pollinate.Harness.csproj --configuration Release --no-restore --verbosity quiet --nologo");
    return StartProcess("dotnet", new ProcessSettings
    {
        Arguments = "tests/Pollinate.Harness/bin/Release/net10.0/Pollinate.Harness.dll" +
            $" --daemon \"{published}/nova-pollinate\" --plugins \"{published}/plugins\"" +
            $" --floor {programs}/Floor/Pollinate.Floor --cloud {programs}/SimulatedCloud/Pollinate.SimulatedCloud" +
            $" --gauge {programs}/Gauge/Pollinate.Gauge.dll --output artifacts/bench" +
            (quick ? " --quick" : "") + (rows.Length > 0 ? $" --rows \"{rows}\"" : "") +
            (compare.Length > 0 ? $" --compare \"{compare}\"" : "") + (pictures ? " --pictures docs/performance" : ""),
    });
}

// Runs targets by AFL++, which sees which code each input reaches. What it takes for a crash is run once more, not instrumented.
int RunAfl(string built)
{
    if (StartProcess("which", new ProcessSettings { Arguments = "afl-fuzz", RedirectStandardOutput = true }) != 0)
        throw new CakeException("afl-fuzz is not installed; Debian's package is afl++. Without --engine=afl the fuzzer needs nothing else.");
    CleanDirectory("artifacts/fuzz/afl");
    CopyDirectory(built, "artifacts/fuzz/afl/program");
    foreach (var assembly in new[] { "nova-pollinate", "Pollinate.Abstractions", "INIFileParser" })
        DotNet($"sharpfuzz artifacts/fuzz/afl/program/{assembly}.dll");
    var hanging = new List<string>();
    StartProcess("dotnet", new ProcessSettings { Arguments = $"{built}/Pollinate.Fuzz.dll targets", RedirectStandardOutput = true }, out var all);
    foreach (var target in targets.Length > 0 ? targets.Split(',') : all)
    {
        var folder = $"artifacts/fuzz/afl/{target}";
        DotNet($"{built}/Pollinate.Fuzz.dll seeds --target {target} --folder {folder}/seeds");
        var code = StartProcess("afl-fuzz", new ProcessSettings
        {
            Arguments = $"-i {folder}/seeds -o {folder}/out -t 10000 -m none -V {(seconds.Length > 0 ? seconds : "60")} -- dotnet artifacts/fuzz/afl/program/Pollinate.Fuzz.dll afl --target {target}",
            EnvironmentVariables = new Dictionary<string, string>
            {
                ["AFL_SKIP_BIN_CHECK"] = "1",
                ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1",
                ["AFL_SKIP_CPUFREQ"] = "1",
                ["AFL_NO_UI"] = "1",
                ["AFL_QUIET"] = "1",
            },
        });
        if (code != 0)
            throw new CakeException(code, $"afl-fuzz could not run {target}; its output above says why.");
        EnsureDirectoryExists($"artifacts/fuzz/afl/cases/{target}");
        CopyFiles($"{folder}/out/default/crashes/id*", $"artifacts/fuzz/afl/cases/{target}");
        hanging.AddRange(GetFiles($"{folder}/out/default/hangs/id*").Select(file => file.FullPath));
    }

    // Run once more, they would not end either.
    foreach (var file in hanging)
        Information($"took longer than ten seconds: {file}");
    if (hanging.Count > 0)
        return 1;
    return StartProcess("dotnet", new ProcessSettings { Arguments = $"{built}/Pollinate.Fuzz.dll cases --folder artifacts/fuzz/afl/cases" });
}

// Measures parts of the daemon by themselves, with BenchmarkDotNet.
void RunBenchmarks()
{
    DotNet("build tests/Pollinate.Benchmarks/Pollinate.Benchmarks.csproj --configuration Release --no-restore --verbosity quiet --nologo");
    var code = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = "tests/Pollinate.Benchmarks/bin/Release/net10.0/Pollinate.Benchmarks.dll --output artifacts/bench",
    });
    if (code != 0)
        throw new CakeException(code, "the benchmark failed; its output above says why.");
}

// Runs the tests of one project; its report tells how that went.
// A part of a project's tests has a report of its own.
IProcess StartTests(string name, bool isShown, string part = "", string only = "")
{
    var filters = new[] { only, filter }.Where(one => one.Length > 0).Select(one => $"({one})").ToList();
    return StartAndReturnProcess("dotnet", new ProcessSettings
    {
        Arguments = $"test \"tests/{name}/{name}.csproj\" --no-build --nologo --logger \"trx;LogFileName={name}{part}.trx\" --logger \"console;verbosity=minimal\" --results-directory \"{results}\"" +
            (filters.Count > 0 ? $" --filter \"{string.Join('&', filters)}\"" : ""),
        RedirectStandardOutput = !isShown,
    });
}

// Runs the published daemon for long, or through trouble.
void RunSoak(string command, string folder, string arguments, string failure)
{
    DotNet("build tests/Pollinate.Soak/Pollinate.Soak.csproj --no-restore --verbosity quiet --nologo");
    var code = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = $"tests/Pollinate.Soak/bin/Debug/net10.0/Pollinate.Soak.dll {command} --daemon \"{published}/nova-pollinate\" --plugins tests/Plugins --report {folder}/report.md {arguments}",
    });
    if (code != 0)
        throw new CakeException(code, failure);
}

// A plugin is the publish folder of a provider's project.
void PublishPlugins(string folder, string configuration)
{
    CleanDirectory(folder, file => file.Path.Segments.Last() != "README.md" || file is IDirectory);
    foreach (var project in GetFiles("Providers/*/*.csproj"))
    {
        var name = project.GetFilenameWithoutExtension().ToString();
        DotNet($"publish \"{project}\" --configuration {configuration} --output \"{folder}/{name}\" --verbosity quiet --nologo --no-restore");
    }
}

Task("help").Does(() =>
{
    Console.WriteLine("""
        ./build.sh build            builds everything and puts the plugins together in plugins/
        ./build.sh run [--once]     runs the daemon against a simulated cloud and asks it as Nova does
        ./build.sh test             runs all tests [--filter=EXPRESSION, as dotnet test has it]
        ./build.sh bench            measures the published daemon against the smallest web server, then what lies inside a request;
                                    the report is in artifacts/bench/
                                    [--quick: rough, in two minutes] [--rows=NAME,…: some rows] [--inside: only inside a request]
                                    [--compare=FILE: with an earlier report.json] [--pictures: draws docs/performance/]
        ./build.sh fuzz             runs all that reads what others wrote with a million inputs each; the report is in artifacts/fuzz/
                                    [--targets=NAME,…: some] [--inputs=NUMBER] [--seconds=NUMBER: each at most] [--seed=NUMBER]
                                    [--engine=afl: by AFL++, which must be installed, for so many seconds each]
        ./build.sh publish          leaves the daemon ready to copy in artifacts/nova-pollinate/
        ./build.sh package          leaves the Debian package, with the runtime, and the NuGet package for authors of providers in
                                    artifacts/package/ [DEBFULLNAME and DEBEMAIL in the environment: who maintains it]
        ./build.sh reloads          reloads the daemon 200 times under full load, and says in artifacts/reloads/ what came of it
        ./build.sh faults           puts each back end to each fault while clients ask, and says in artifacts/faults/ what came of it
                                    [--only=TEXT: the faults and back ends with this in their names]
        ./build.sh soak             asks at a fixed rate for an hour, with reloads and random faults; the report is in artifacts/soak/
                                    [--minutes=60] [--rate=200]
        ./build.sh mutate           changes the daemon's code in small ways and sees whether the tests notice; the reports are in
                                    artifacts/mutation/ [--areas=redaction,authorization,dispatch,ini,authentication]
                                    [--only=FILE,FILE]
        """);
});

// The parts of the daemon that are mutated, and for each the test classes that tell most in the least time: with all of them
// each mutant would take minutes. What starts a process is not among them.
var mutated = new Dictionary<string, (string[] Folders, string[] Tests)>
{
    ["redaction"] = (["Redaction"], ["Redaction/RedactorTests", "Redaction/KnownSecretsTests"]),
    ["authorization"] = (["Authorization"], [
        "Authentication/AuthorizationChecksTests", "Authentication/AuthorizationTests", "Authentication/CallerPolicyTests",
        "Authentication/DenialTextTests"]),
    ["dispatch"] = (["Dispatch"], [
        "Dispatch/CircuitBreakerTests", "Dispatch/HostCodeTests", "Dispatch/NativeThreadTests", "Dispatch/OversightTests",
        "Dispatch/PoolReliefTests", "Dispatch/PoolTrustTests", "Dispatch/ProviderLaneTests", "Dispatch/ProviderThreadTests",
        "Dispatch/ProviderThreadsOversightTests", "Dispatch/ProviderThreadsTests", "Dispatch/ThreadGateTests",
        "Dispatch/ThreadStatusTests"]),
    ["ini"] = (["Configuration/Dialect", "Configuration/Resolution"], [
        "Configuration/ConfigurationReadingTests", "Configuration/ConfigurationErrorTests", "Configuration/OsloCaseTests",
        "Configuration/ConfigShowTests", "Configuration/OptionNameTests", "Configuration/OsloTextTests",
        "Configuration/SecretFileTests"]),
    ["authentication"] = (["Authentication"], [
        "Authentication/AccessRulesTests", "Authentication/CacheTests", "Authentication/CallerTokenTests",
        "Authentication/DelayedDecisionTests", "Authentication/ExpiryTests", "Authentication/HeaderHygieneTests",
        "Authentication/KeystoneTroubleTests", "Authentication/OwnTokenTests", "Authentication/RefusalLogTests",
        "Authentication/ServiceTokenTests", "Authentication/SharedTokenEntryTests", "Authentication/TokenBindTests",
        "Authentication/TrustedHeadersTests", "Caching/SharedTokenTests"]),
};

void Mutate(string area)
{
    var (folders, tests) = mutated[area];
    var folder = MakeAbsolute(Directory($"artifacts/mutation/{area}")).FullPath;
    CleanDirectory(folder);
    var settings = $"{folder}/stryker-config.json";
    System.IO.File.WriteAllText(settings, System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["stryker-config"] = new Dictionary<string, object>
        {
            ["project"] = "Pollinate.Host.csproj",
            ["test-projects"] = new[] { MakeAbsolute(File("tests/Pollinate.Mutation/Pollinate.Mutation.csproj")).FullPath },
            // Some files alone, for who has just mended their tests.
            ["mutate"] = folders.SelectMany(part => only.Length > 0 ? only.Split(',').Select(file => $"{part}/**/{file}.cs") : [$"{part}/**/*.cs"]).ToArray(),
            ["reporters"] = new[] { "json", "html", "cleartext" },
            ["test-runner"] = "mtp",
            ["coverage-analysis"] = "perTest",
            ["concurrency"] = Math.Max(1, System.Environment.ProcessorCount),
            // What is slow on a busy machine must not count as an endless loop, which counts as noticed.
            ["additional-timeout"] = 15_000,
            ["thresholds"] = new Dictionary<string, int> { ["high"] = 95, ["low"] = 85, ["break"] = 85 },
        },
    }));
    var code = StartProcess(MakeAbsolute(File("artifacts/tools/dotnet-stryker")).FullPath, new ProcessSettings
    {
        Arguments = $"--config-file \"{settings}\" --output \"{folder}\" --skip-version-check",
        WorkingDirectory = "Pollinate.Host",
        EnvironmentVariables = new Dictionary<string, string> { ["MUTATION_TESTS"] = string.Join(';', tests) },
    });
    if (code != 0)
        failedAreas.Add(area);
    SumUp(area, folder);
}

// The report in short, as docs/mutation.md keeps it: what became of the mutants, and each that nobody noticed.
void SumUp(string area, string folder)
{
    var report = $"{folder}/reports/mutation-report.json";
    if (!FileExists(report))
        return;
    using var json = System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText(report));
    var mutants = (
        from file in json.RootElement.GetProperty("files").EnumerateObject()
        let lines = file.Value.GetProperty("source").GetString().Split('\n')
        from mutant in file.Value.GetProperty("mutants").EnumerateArray()
        let line = mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32()
        select (
            Status: mutant.GetProperty("status").GetString(),
            Place: $"{System.IO.Path.GetFileName(file.Name)}:{line}",
            Kind: mutant.GetProperty("mutatorName").GetString(),
            Source: lines[line - 1].Trim())).Where(mutant => mutant.Status is not ("Ignored" or "CompileError")).ToList();
    int Count(string status) => mutants.Count(mutant => mutant.Status == status);
    var noticed = Count("Killed") + Count("Timeout");
    var text = new System.Text.StringBuilder()
        .AppendLine($"| area | mutants | killed | timeouts | crashed the tests | survived | not covered | score |")
        .AppendLine($"|---|---|---|---|---|---|---|---|")
        .AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"| {area} | {mutants.Count} | {Count("Killed")} | {Count("Timeout")} | {Count("RuntimeError")} | {Count("Survived")} | {Count("NoCoverage")} | {100.0 * noticed / Math.Max(1, mutants.Count - Count("RuntimeError")):F1} % |")
        .AppendLine();
    foreach (var mutant in mutants.Where(mutant => mutant.Status is "Survived" or "NoCoverage" or "Timeout"))
        text.AppendLine($"- {mutant.Status}: `{mutant.Place}` {mutant.Kind}: `{mutant.Source}`");
    System.IO.File.WriteAllText($"{folder}/summary.md", text.ToString());
}

var failedAreas = new List<string>();

Task("restore").Does(() => DotNet($"restore {solution} --verbosity quiet"));

Task("build").IsDependentOn("restore").Does(() =>
{
    DotNet($"build {solution} --no-restore --verbosity quiet --nologo");
    PublishPlugins("plugins", "Debug");
});

Task("publish").IsDependentOn("restore").Does(PublishDaemon);

Task("package").IsDependentOn("publish").Does(Package);

Task("run").IsDependentOn("publish").Does(() =>
{
    DotNet("build tests/Pollinate.Demo/Pollinate.Demo.csproj --no-restore --verbosity quiet --nologo");
    var code = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = $"tests/Pollinate.Demo/bin/Debug/net10.0/Pollinate.Demo.dll --daemon \"{published}/nova-pollinate\"{(once ? " --once" : "")}",
    });
    if (code != 0)
        throw new CakeException(code, "the run failed; the message above says why.");
});

Task("bench").IsDependentOn("restore").Does(() =>
{
    var code = 0;
    if (!inside)
    {
        PublishDaemon();
        code = RunHarness();
    }

    // Who asks for a quick look or for some rows, is not kept waiting.
    if (inside || (!quick && rows.Length == 0))
        RunBenchmarks();
    if (code != 0)
        throw new CakeException(code, "some rows were not measured or miss their targets; the lines of the report above say which.");
});

Task("reloads").IsDependentOn("publish").Does(() =>
    RunSoak("reloads", "artifacts/reloads", "", "the reloads did not go well; the table above says what did not."));

Task("faults").IsDependentOn("publish").Does(() =>
    RunSoak("faults", "artifacts/faults", only.Length > 0 ? $"--only \"{only}\"" : "", "the daemon did not stand some fault; the tables above say which."));

Task("soak").IsDependentOn("publish").Does(() =>
    RunSoak("soak", "artifacts/soak", $"--minutes {minutes} --rate {rate}", "the soak did not go well; the table above says what did not."));

Task("fuzz").IsDependentOn("restore").Does(() =>
{
    DotNet("build tests/Pollinate.Fuzz/Pollinate.Fuzz.csproj --configuration Release --no-restore --verbosity quiet --nologo");
    var built = "tests/Pollinate.Fuzz/bin/Release/net10.0";
    var code = engine switch
    {
        "" => StartProcess("dotnet", new ProcessSettings
        {
            Arguments = $"{built}/Pollinate.Fuzz.dll --output artifacts/fuzz" +
                (targets.Length > 0 ? $" --targets \"{targets}\"" : "") + (inputs.Length > 0 ? $" --inputs {inputs}" : "") +
                (seconds.Length > 0 ? $" --seconds {seconds}" : "") + (seed.Length > 0 ? $" --seed {seed}" : ""),
        }),
        "afl" => RunAfl(built),
        _ => throw new CakeException($"--engine={engine} is not known; leave it out, or write --engine=afl."),
    };
    if (code != 0)
        throw new CakeException(code, "something was found; the lines above say what, and where its input is.");
});

Task("mutate").IsDependentOn("build").Does(() =>
{
    if (!FileExists("artifacts/tools/dotnet-stryker"))
        DotNet("tool install dotnet-stryker --version 5.1.0 --tool-path artifacts/tools");
    string[] chosen = areas.Length > 0 ? areas.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [.. mutated.Keys];
    if (chosen.FirstOrDefault(area => !mutated.ContainsKey(area)) is { } unknown)
        throw new CakeException(1, $"there is no area '{unknown}'; there are {string.Join(", ", mutated.Keys)}.");
    foreach (var area in chosen)
        Mutate(area);
    if (failedAreas.Count > 0)
        throw new CakeException(1, $"the tests let more than 15 % of the mutants live, or could not be run: {string.Join(", ", failedAreas)}. The reports are in artifacts/mutation/.");
});

Task("test").IsDependentOn("build").IsDependentOn("publish").IsDependentOn("package").Does(() =>
{
    CleanDirectory(results);
    var projects = GetFiles("tests/*.Tests/*.csproj").Select(file => file.GetFilenameWithoutExtension().ToString()).ToList();
    // The system tests wait for services most of the time: the others run meanwhile. Those that share a cloud run one after the
    // other, and so do those that share none.
    var system = projects.Single(name => name.EndsWith(".EndToEnd.Tests"));
    string Sharing(string not, char joined) => string.Join(joined, new[] { "Cloud", "Caching" }.Select(space => $"FullyQualifiedName{not}~.EndToEnd.Tests.{space}."));
    using (var cloud = StartTests(system, isShown: false, ".Cloud", Sharing("", '|')))
    using (var rest = StartTests(system, isShown: false, "", Sharing("!", '&')))
    {
        foreach (var name in projects.Where(name => name != system))
        {
            using var others = StartTests(name, isShown: true);
            others.WaitForExit();
        }

        foreach (var part in new[] { rest, cloud })
        {
            foreach (var line in part.GetStandardOutput())
                Console.WriteLine(line);
            part.WaitForExit();
        }
    }

    // A runner that died leaves no report, and whatever it did not report has failed.
    var crashed = projects.Append($"{system}.Cloud").Where(name => !FileExists($"{results}/{name}.trx")).ToList();
    int passed = 0, failed = crashed.Count, skipped = 0;
    XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    foreach (var report in GetFiles($"{results}/*.trx"))
    {
        var summary = XDocument.Load(report.FullPath).Root.Element(trx + "ResultSummary");
        var counters = summary.Element(trx + "Counters");
        int Count(string name) => (int?)counters.Attribute(name) ?? 0;
        passed += Count("passed");
        failed += Count("total") - Count("passed") - (Count("total") - Count("executed"));
        skipped += Count("total") - Count("executed");
        if ((string)summary.Attribute("outcome") == "Failed" && Count("passed") == Count("executed"))
            failed++;
    }

    foreach (var name in crashed)
        Console.WriteLine($"{name} left no report: its runner died.");
    Console.WriteLine(skipped > 0 ? $"{passed} passed, {failed} failed, {skipped} skipped" : $"{passed} passed, {failed} failed");
    // At once, so that this stays the last line: the runner would print a table below it.
    Environment.Exit(failed > 0 || passed == 0 ? 1 : 0);
});

RunTarget(target);
