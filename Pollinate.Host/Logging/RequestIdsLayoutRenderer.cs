using System.Text;
using NLog;
using NLog.LayoutRenderers;
using Pollinate.Host.RequestIds;

namespace Pollinate.Host.Logging;

/// <summary>The ids of the request that a line is written for, as oslo.log shows them; a hyphen in place of one that there is not.</summary>
[LayoutRenderer("pollinate-request-ids")]
internal sealed class RequestIdsLayoutRenderer : LayoutRenderer
{
    private const string None = "-";

    protected override void Append(StringBuilder builder, LogEventInfo logEvent)
    {
        var ids = RequestIdPair.Current;
        builder.Append(ids?.RequestId ?? None).Append(' ').Append(ids?.GlobalRequestId ?? None);
    }
}
