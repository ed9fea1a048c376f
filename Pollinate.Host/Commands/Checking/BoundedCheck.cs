using System.Globalization;

namespace Pollinate.Host.Commands.Checking;

/// <summary>Bounds a check that asks others: whoever hangs is a failure, and keeps nobody.</summary>
internal static class BoundedCheck
{
    /// <param name="name">The row that tells of the time being up.</param>
    /// <param name="asked">Who did not answer then, as the beginning of a sentence.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="check">The check.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public static async Task<CheckRow> RunAsync(
        string name, string asked, TimeSpan patience, Func<CancellationToken, Task<CheckRow>> check, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        var checking = Task.Run(() => check(deadline.Token), CancellationToken.None);
        try
        {
            return await checking.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckRow.Failure(name, string.Create(
                CultureInfo.InvariantCulture,
                $"{asked} gave no answer within {patience.TotalSeconds:0.###} s; see that it runs and can be reached from here, or give it longer by --timeout."));
        }
        finally
        {
            if (!checking.IsCompleted)
                _ = checking.ContinueWith(static left => _ = left.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }
}
