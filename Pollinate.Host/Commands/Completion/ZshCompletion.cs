using System.Text;

namespace Pollinate.Host.Commands.Completion;

/// <summary>Writes the script for zsh: a function for each command.</summary>
internal static class ZshCompletion
{
    public static string Script(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder($$"""
            #compdef nova-pollinate
            # Completes nova-pollinate in zsh. Written by: nova-pollinate completion zsh

            _nova_pollinate_provider_names() {
                local -a names configuration
                local i
                for ((i = 2; i < $#_nova_pollinate_words; i++)); do
                    case $_nova_pollinate_words[i] in
                        --config-file|--config-dir) configuration+=($_nova_pollinate_words[i] ${(Q)_nova_pollinate_words[i+1]}) ;;
                        --config-file=*|--config-dir=*) configuration+=(${(Q)_nova_pollinate_words[i]}) ;;
                    esac
                done
                names=(${(f)"$(_call_program providers ${_nova_pollinate_words[1]} {{ProviderNamesCommand.Name}} ${(q)configuration} 2>/dev/null)"})
                compadd -a names
            }


            """);
        foreach (var command in commands)
            Write(script, command);
        script.Append("""
            _nova_pollinate() {
                local -a _nova_pollinate_words=($words)
                _nova_pollinate_command
            }

            # As a file of the fpath it is called at once, and otherwise known from here on.
            if [[ $funcstack[1] == _nova-pollinate ]]; then
                _nova_pollinate "$@"
            else
                compdef _nova_pollinate nova-pollinate
            fi

            """);
        return script.ToString();
    }

    private static void Write(StringBuilder script, CompletedCommand command)
    {
        script.Append($"{Function(command.Path)}() {{\n");
        script.Append("    local curcontext=$curcontext state state_descr line ret=1\n    typeset -A opt_args\n    _arguments -C");
        // What follows a part's name is the part's to read.
        if (command.Subcommands.Count > 0)
            script.Append(" -A '-*'");
        foreach (var option in command.Options)
            script.Append($" \\\n        {Specification(option)}");
        if (command.Subcommands.Count > 0)
            script.Append(" \\\n        '1: :->command' \\\n        '*:: :->part'");
        else if (command.Words.Count > 0)
            script.Append($" \\\n        '1: :({string.Join(' ', command.Words)})'");
        script.Append(" && ret=0\n");
        if (command.Subcommands.Count > 0)
        {
            script.Append("    case $state in\n        command)\n            local -a commands=(\n");
            foreach (var (name, help) in command.Subcommands)
                script.Append($"                {Quote($"{name}:{help.Replace(":", "\\:", StringComparison.Ordinal)}")}\n");
            script.Append("            )\n            _describe -t commands command commands && ret=0\n            ;;\n        part)\n            case $words[1] in\n");
            foreach (var (name, _) in command.Subcommands)
                script.Append($"                {name}) {Function([.. command.Path, name])} && ret=0 ;;\n");
            script.Append("            esac\n            ;;\n    esac\n");
        }

        script.Append("    return ret\n}\n\n");
    }

    private static string Specification(CompletedOption option)
    {
        var help = $"[{Escape(option.Help, '[', ']')}]";
        var value = option.Value switch
        {
            CompletedValue.None => "",
            CompletedValue.File => $":{Label(option)}:_files",
            CompletedValue.Folder => $":{Label(option)}:_files -/",
            CompletedValue.Provider => $":{Label(option)}:_nova_pollinate_provider_names",
            CompletedValue.Choice => $":{Label(option)}:({string.Join(' ', option.Choices)})",
            _ => $":{Label(option)}: ",
        };
        var equals = option.Value == CompletedValue.None ? "" : "=";
        return option.Aliases.Count > 0
            ? $"{Quote($"({string.Join(' ', option.Names)})")}{{{string.Join(',', option.Names)}}}{Quote(help + value)}"
            : Quote($"{(option.IsRepeatable ? "*" : "")}{option.Name}{equals}{help}{value}");
    }

    private static string Label(CompletedOption option) => option.ValueName.Length == 0 ? "value" : option.ValueName;

    private static string Function(IReadOnlyList<string> path) =>
        "_nova_pollinate_command" + string.Concat(path.Select(part => $"_{part.Replace('-', '_')}"));

    private static string Escape(string text, params char[] special)
    {
        text = text.Replace("\\", @"\\", StringComparison.Ordinal);
        return special.Aggregate(text, (escaped, one) => escaped.Replace(one.ToString(), $@"\{one}", StringComparison.Ordinal));
    }

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
