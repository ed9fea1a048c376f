namespace Fixture.Statics;

/// <summary>Leaves a trace in the process that outlives the plugin: how often something of this copy of it has run.</summary>
internal static class Mark
{
    /// <param name="what">What has run.</param>
    public static int Leave(string what)
    {
        // The copy's own folder tells one copy from the others.
        var key = $"{what} of {typeof(Mark).Assembly.Location}";
        var times = AppDomain.CurrentDomain.GetData(key) is int before ? before + 1 : 1;
        AppDomain.CurrentDomain.SetData(key, times);
        return times;
    }
}
