namespace Pollinate.Host.Http;

/// <summary>What <see cref="ErrorBody"/> holds.</summary>
internal sealed record ErrorDetail(int Code, string Title, string Message);
