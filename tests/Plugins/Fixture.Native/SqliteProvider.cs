using System.Globalization;
using Microsoft.Data.Sqlite;
using Pollinate.Abstractions;

namespace Fixture.Native;

/// <summary>Asks a database in memory, which is native code.</summary>
[Provider("sqlite")]
public sealed class SqliteProvider : PollinateProvider
{
    public override async Task<ProviderResult> RunAsync(VendordataContext context, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "create table t (n integer); insert into t values (40), (2); select sum(n) from t;";
        var sum = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        return ProviderResult.Write(writer => writer.WriteNumberValue(sum));
    }
}
