namespace Pollinate.SimulatedCloud.Keystone;

/// <summary>A credential that the simulated Keystone keeps.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="ProjectId">The project that it belongs to, or null.</param>
/// <param name="Blob">The secret.</param>
public sealed record SampleCredential(string Id, string Type, string? ProjectId, string Blob);
