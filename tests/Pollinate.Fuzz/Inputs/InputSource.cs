using System.Text;
using CsCheck;
using Pollinate.Host.Authentication;
using Pollinate.Host.Configuration.Definitions;

namespace Pollinate.Fuzz.Inputs;

/// <summary>Makes the inputs of one target. The same seed and number make the same input, on any machine.</summary>
internal sealed class InputSource
{
    private static readonly string[] Values =
    [
        "", "1", "0", "-1", "+1_000", "1__0", "true", "FALSE", "on", "off", "1.5", "1e400", "nan", "-inf", "0x1", "a,b,,c", " , ", "'q'", "\"q\"", "\"", "$", "$$", "\\$x", "${", "${}", "${a.b}", "$debug",
        "${server.port}", "${vault.url}", "$providers", "$log_file", "$logfile", "~/x", "a:b", "/tmp/x", "http://h/v3", "password", "v3password", "keystone", "noauth", "\u00E9", "\u00C3\u00A9", "\u0085", "\u00A0", "\0", "\t", "; c", "# c", "\u00D9\u00A3", "9223372036854775808",
    ];

    private static readonly string[] IniForms = ["[@]", "@ = @", "@: @", "@=@", " @", "\t@", "#@", ";@", "[@", "@]", "= @", "@", "@ = @ @", "@ = $@", "@ = ${@.@}", "@ = ${@}${@}"];
    private static readonly string[] HeaderForms = ["@: @", "@: @", "@: @", "@:@,@", "@: @;q=@", "@ @", "@: @/@;@=@", "@"];

    private static readonly string[] HeaderWords =
    [
        "X-Auth-Token", "X-Storage-Token", "X-Service-Token", "x-auth-token", "X_Auth_Token", "X-Openstack-Request-Id", "Accept", "Content-Type", "X-Identity-Status", "x_identity-status", "X-Roles", "X-Role", "X-User-Id", "X-Service-User-Id", "OpenStack-System-Scope",
        "OPENSTACK_SYSTEM_SCOPE", "X-", "o", "gAAAAABtoken", "Confirmed", "req-0b1c2d3e-0123-4567-89ab-0123456789ab", "req-0B1C2D3E-0123-4567-89ab-0123456789ab", "application/json", "application/*+json", "text/html", "*/*", "*", "0.5", "1", "0", "q", "json", "\0", "\u00FF", "\"", "\\", ",", "(", ")", "application", "/", "=",
    ];

    // Each line has a line feed put behind it.
    private static readonly string[] AnswerForms = ["VALUE @ @ @\r", "VALUE @ @ @\r", "VALUE @ 0 3\r\nabc\r", "END\r", "END\r", "STORED\r", "DELETED\r", "@\r", "@ @\r", "@", "\r"];

    private static readonly string[] AnswerWords =
    [
        "VALUE", "END", "STORED", "NOT_STORED", "DELETED", "NOT_FOUND", "ERROR", "SERVER_ERROR out of memory", "CLIENT_ERROR unauthenticated", "CLIENT_ERROR bad", "tokens/0123", "tokens/0123", "tokens/0123",
        "tokens/9", "0", "0", "1", "3", "24", "512", "-1", "+3", "03", " 3", "1048576", "1048577", "2147483647", "2147483648", "99999999999999999999", "\u00D9\u00A3", "\0", "",
    ];

    private readonly byte[][] _seeds;
    private readonly Gen<byte[]> _shaped;
    private readonly InputShape _shape;

    public InputSource(IFuzzTarget target)
        : this(target.Shape, SeedFolder.Read(target))
    {
    }

    public InputSource(InputShape shape, IReadOnlyList<byte[]> seeds)
    {
        _seeds = seeds.Count == 0 ? [[]] : [.. seeds];
        _shape = shape;
        _shaped = shape switch
        {
            InputShape.Json => new JsonInputs(_seeds),
            InputShape.Answer => new AnswerInputs(_seeds),
            InputShape.Ini => new LineInputs(_seeds, [.. IniWords()], IniForms),
            InputShape.Headers => new LineInputs(_seeds, [.. HeaderWords, .. IdentityHeaders.All.Order(StringComparer.Ordinal)], HeaderForms),
            InputShape.TextProtocol => new LineInputs(_seeds, AnswerWords, AnswerForms),
            InputShape.BinaryProtocol => new PacketInputs(_seeds),
            _ => new AssemblyInputs(_seeds),
        };
    }

    public byte[] Make(ulong seed, long number)
    {
        // Seeds that differ by little lead to states that have nothing in common.
        var chance = new PCG(1, Scatter(seed ^ Scatter((ulong)number)));
        if (number < _seeds.Length)
            return _seeds[number];
        return chance.Below(8) switch
        {
            // What means something to a table or a tree, and what means nothing, one upon the other.
            0 => Bytes.Mutate(chance.Of(_seeds), chance, _seeds),
            1 => Bytes.Mutate(_shaped.Generate(chance, null, out _), chance, _seeds),
            2 when _shape != InputShape.Assembly => Encoding.UTF8.GetBytes(Gen.String[0, 200].Generate(chance, null, out _)),
            _ => _shaped.Generate(chance, null, out _),
        };
    }

    private static ulong Scatter(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static IEnumerable<string> IniWords() =>
        OptionRecords.Groups.SelectMany(group => group.Options.SelectMany(option => option.DeprecatedNames.Prepend(option.Name)).Prepend(group.Name))
            .Concat(Values.SelectMany(value => Enumerable.Repeat(value, 4)));
}
