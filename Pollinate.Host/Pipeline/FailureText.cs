namespace Pollinate.Host.Pipeline;

/// <summary>
/// Turns an exception of a provider into text. Only the text is kept: an exception holds its types, and so the plugin, in
/// memory; and its members are the plugin's code, which may throw in turn.
/// </summary>
internal static class FailureText
{
    private const int LongestTrace = 16 * 1024;

    /// <summary>Type and message, on one line, without a full stop.</summary>
    public static string Brief(Exception exception)
    {
        try
        {
            return $"{exception.GetType().FullName}: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}";
        }
        catch (Exception failure)
        {
            return Undescribable(exception, failure);
        }
    }

    /// <summary>The exception with its trace, bounded.</summary>
    public static string Full(Exception exception)
    {
        try
        {
            var text = exception.ToString();
            return text.Length <= LongestTrace ? text : text[..LongestTrace] + "…";
        }
        catch (Exception failure)
        {
            return Undescribable(exception, failure);
        }
    }

    /// <summary>Type and trace alone, for where nothing keeps secrets out of messages.</summary>
    public static string WithoutMessage(Exception exception) => $"{exception.GetType().FullName}{Environment.NewLine}{exception.StackTrace}";

    private static string Undescribable(Exception exception, Exception failure) =>
        $"{exception.GetType().FullName}, whose description throws {failure.GetType().FullName}";
}
