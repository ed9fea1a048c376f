namespace Pollinate.Fuzz.Running;

/// <summary>What an input led to that it must not lead to.</summary>
/// <param name="Signature">The same for two inputs that most likely lead to the same bug.</param>
/// <param name="Text">What happened, whole.</param>
internal sealed record Problem(string Signature, string Text);
