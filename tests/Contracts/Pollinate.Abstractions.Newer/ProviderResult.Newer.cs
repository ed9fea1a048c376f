namespace Pollinate.Abstractions;

public sealed partial class ProviderResult
{
    /// <summary>A member that the contract does not have yet.</summary>
    public static ProviderResult FromText(string text) => Write(writer => writer.WriteStringValue(text));
}
