namespace Pollinate.Host.Vendordata;

/// <summary>The request can't be used. The message goes to the caller and quotes nothing of the body.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
