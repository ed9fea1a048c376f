using System.Globalization;
using System.Numerics;

namespace Pollinate.Host.Configuration;

/// <summary>
/// Shows a snapshot to <see cref="IConfiguration"/>: an option is at <c>group:option</c>, the items of a list below it by
/// number.
/// </summary>
internal sealed class OsloConfigurationSource(ConfigurationSnapshot snapshot) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(snapshot);

    private sealed class Provider(ConfigurationSnapshot snapshot) : ConfigurationProvider
    {
        public override void Load()
        {
            foreach (var option in snapshot.Options)
            {
                var key = ConfigurationPathSeparator(option.Definition.Group, option.Definition.Name);
                if (option.Value is IReadOnlyList<string> list)
                {
                    for (var index = 0; index < list.Count; index++)
                        Data[ConfigurationPathSeparator(key, index.ToString(CultureInfo.InvariantCulture))] = list[index];
                }
                else
                {
                    Data[key] = option.Value switch
                    {
                        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
                        double number => number.ToString("R", CultureInfo.InvariantCulture),
                        bool flag => flag ? "true" : "false",
                        var text => (string?)text,
                    };
                }
            }
        }

        private static string ConfigurationPathSeparator(string left, string right) =>
            Microsoft.Extensions.Configuration.ConfigurationPath.Combine(left, right);
    }
}
