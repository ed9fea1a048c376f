namespace Fixture.NeverEnding;

/// <summary>The end that does not come, before a provider of this plugin is disposed.</summary>
internal static class Ending
{
    private static readonly TaskCompletionSource Source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Task Task => Source.Task;

    public static void Come() => Source.TrySetResult();
}
