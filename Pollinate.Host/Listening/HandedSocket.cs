using System.Net;

namespace Pollinate.Host.Listening;

/// <summary>A listening socket that systemd has opened and handed over.</summary>
/// <param name="Descriptor">Its file descriptor.</param>
/// <param name="Name">Its name, <c>FileDescriptorName=</c> of the socket unit.</param>
/// <param name="EndPoint">Where it listens.</param>
internal sealed record HandedSocket(int Descriptor, string Name, EndPoint EndPoint);
