using System.Globalization;
using System.IO.Pipelines;
using System.Net;

// The least that a web server on .NET can do for a request of Nova's: it reads the body to its end and answers always the
// same bytes. What the daemon is measured against: Pollinate.Floor PORT ANSWER-FILE.
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var answer = File.ReadAllBytes(args[1]);

var builder = WebApplication.CreateEmptyBuilder(new());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port);
});
var app = builder.Build();
app.Run(async context =>
{
    await ReadToEndAsync(context.Request.BodyReader);
    var response = context.Response;
    response.ContentType = "application/json";
    response.ContentLength = answer.Length;
    await response.BodyWriter.WriteAsync(answer);
});
await app.StartAsync();
Console.WriteLine($"The floor is at {app.Urls.Single()}");
await app.WaitForShutdownAsync();

static async ValueTask ReadToEndAsync(PipeReader body)
{
    ReadResult read;
    do
    {
        read = await body.ReadAsync();
        body.AdvanceTo(read.Buffer.End);
    }
    while (!read.IsCompleted);
}
