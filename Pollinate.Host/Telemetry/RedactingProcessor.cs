using System.Diagnostics;
using OpenTelemetry;
using Pollinate.Host.Redaction;

namespace Pollinate.Host.Telemetry;

/// <summary>The second line: whatever a provider puts into the span that it runs in goes out without the secrets that are known.</summary>
internal sealed class RedactingProcessor(Redactor redactor) : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        List<KeyValuePair<string, object?>>? changed = null;
        foreach (var (name, value) in data.TagObjects)
        {
            if (value is string text && redactor.Redact(text) is var redacted && redacted != text)
                (changed ??= []).Add(new(name, redacted));
        }

        foreach (var (name, value) in changed ?? [])
            data.SetTag(name, value);
        if (data.StatusDescription is { } description)
            data.SetStatus(data.Status, redactor.Redact(description));
        data.DisplayName = redactor.Redact(data.DisplayName);
    }
}
