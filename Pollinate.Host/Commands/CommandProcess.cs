using System.Runtime.InteropServices;
using Pollinate.Host.Configuration;
using Pollinate.Host.Hosting;

namespace Pollinate.Host.Commands;

/// <summary>Runs a command as the whole work of this process.</summary>
internal static class CommandProcess
{
    /// <summary>The exit code when everything is as it should be.</summary>
    public const int Good = 0;

    /// <summary>The exit code when something is wrong; standard error says what.</summary>
    public const int Bad = 1;

    /// <summary>Runs it on the process's own streams. SIGINT and SIGTERM end it in good order.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<CommandStreams, CancellationToken, Task<int>> command)
    {
        using var interrupted = new CancellationTokenSource();
        void Interrupt(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupted.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        var streams = CommandStreams.OfProcess();
        var code = await ReportAsync(streams, () => command(streams, interrupted.Token));
        await streams.Output.FlushAsync(CancellationToken.None);
        await streams.Errors.FlushAsync(CancellationToken.None);
        return code;
    }

    /// <summary>Turns whatever stands against a command into lines on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ReportAsync(CommandStreams streams, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (ConfigurationException exception)
        {
            streams.WriteErrors(exception.Errors);
        }
        catch (StartException exception)
        {
            streams.WriteErrors(exception.Errors);
        }
        catch (CommandException exception)
        {
            streams.WriteErrors([exception.Message]);
        }
        catch (OperationCanceledException)
        {
            streams.WriteErrors(["Interrupted."]);
        }

        return Bad;
    }
}
