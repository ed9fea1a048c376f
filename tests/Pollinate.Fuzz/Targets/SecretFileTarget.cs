using Pollinate.Host.Secrets;
using Pollinate.Host.Secrets.Files;

namespace Pollinate.Fuzz.Targets;

/// <summary>A file of secrets, JSON or INI. Documented: <see cref="SecretStoreException"/>.</summary>
internal sealed class SecretFileTarget : IFuzzTarget
{
    private readonly string _file = Path.Combine(ScratchFile.FolderFor("secret-file"), "secrets");

    public string Name => "secret-file";

    public InputShape Shape => InputShape.Json;

    // What has no length beforehand, such as a pipe or an empty file, is read into as much as a file of secrets may have.
    public MemoryAllowance Memory => new(2 * 1024 * 1024, 128);

    public bool Run(ReadOnlySpan<byte> input)
    {
        ScratchFile.Write(_file, input);
        try
        {
            return SecretFile.Read(_file).Count >= 0;
        }
        catch (SecretStoreException)
        {
            return false;
        }
    }
}
