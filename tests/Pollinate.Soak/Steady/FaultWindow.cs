using Pollinate.Soak.Faults;
using Pollinate.Soak.Load;

namespace Pollinate.Soak.Steady;

/// <summary>The time in which a fault may be seen in the answers.</summary>
/// <param name="BackEnd">What is in trouble.</param>
/// <param name="Trouble">What trouble.</param>
/// <param name="Begun">When it began, as a timestamp.</param>
/// <param name="Ended">When the daemon must be over it.</param>
internal sealed record FaultWindow(BackEnd BackEnd, Trouble Trouble, long Begun, long Ended)
{
    /// <summary>Whether the fault can have to do with an answer.</summary>
    public bool Covers(GuestAnswer answer) => answer.Ended >= Begun && answer.Begun <= Ended;

    /// <summary>Whether it can be for the fault that a request was answered so.</summary>
    public bool Excuses(int status) => Trouble.MayRefuse(BackEnd, status);

    /// <summary>Whether it can be for the fault that a provider's data is missing.</summary>
    public bool Excuses(string provider) => !Trouble.IsHarmlessTo(BackEnd) && BackEnd.Providers.Contains(provider);
}
