namespace Pollinate.Host.Http;

/// <summary>The JSON of an error.</summary>
internal sealed record ErrorBody(ErrorDetail Error);
