using System.Text;

namespace Pollinate.Host.Commands.Completion;

/// <summary>Writes the script for bash. It needs nothing of the package bash-completion.</summary>
internal static class BashCompletion
{
    public static string Script(IReadOnlyList<CompletedCommand> commands)
    {
        var options = commands.SelectMany(command => command.Options).DistinctBy(option => option.Name).ToList();
        var script = new StringBuilder($$"""
            # Completes nova-pollinate in bash. Written by: nova-pollinate completion bash

            _nova_pollinate()
            {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path="" word value i
                local -a configuration=()
                # The equals sign of --option=value is a word of its own here.
                if [[ $current == "=" ]]; then
                    current=""
                elif [[ $previous == "=" ]]; then
                    previous=${COMP_WORDS[COMP_CWORD-2]}
                fi

                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    case $word in
                        {{string.Join('|', Taking(options))}})
                            [[ ${COMP_WORDS[i+1]} == "=" ]] && ((i++))
                            ((i++))
                            value=${COMP_WORDS[i]}
                            [[ $word == --config-* && i -lt COMP_CWORD ]] && configuration+=("$word" "$value")
                            ;;
                        -*) ;;
                        *) path="$path $word" ;;
                    esac
                done

                case $previous in

            """);
        foreach (var group in options.Where(option => option.Value != CompletedValue.None).GroupBy(option => (option.Value, Choices: string.Join(' ', option.Choices))))
        {
            script.Append($"        {string.Join('|', group.SelectMany(option => option.Names))})\n");
            script.Append(group.Key.Value switch
            {
                CompletedValue.File => Reply("compgen -f -- \"$current\"", isFile: true),
                CompletedValue.Folder => Reply("compgen -d -- \"$current\"", isFile: true),
                CompletedValue.Provider => Reply($"compgen -W \"$(\"${{COMP_WORDS[0]}}\" {ProviderNamesCommand.Name} \"${{configuration[@]}}\" 2>/dev/null)\" -- \"$current\"", isFile: false),
                CompletedValue.Choice => Reply($"compgen -W \"{group.Key.Choices}\" -- \"$current\"", isFile: false),
                _ => "            COMPREPLY=()\n",
            });
            script.Append("            return\n            ;;\n");
        }

        script.Append("    esac\n\n    case $path in\n");
        foreach (var command in commands)
        {
            string[] words = [.. command.Subcommands.Select(part => part.Name), .. command.Words, .. command.Options.SelectMany(option => option.Names)];
            script.Append($"        \"{string.Concat(command.Path.Select(part => $" {part}"))}\")\n");
            script.Append(Reply($"compgen -W \"{string.Join(' ', words)}\" -- \"$current\"", isFile: false));
            script.Append("            ;;\n");
        }

        script.Append("        *) COMPREPLY=() ;;\n    esac\n}\n\ncomplete -F _nova_pollinate nova-pollinate\n");
        return script.ToString();
    }

    private static IEnumerable<string> Taking(List<CompletedOption> options) =>
        options.Where(option => option.Value != CompletedValue.None).SelectMany(option => option.Names);

    private static string Reply(string generate, bool isFile) =>
        $"            mapfile -t COMPREPLY < <({generate})\n{(isFile ? "            compopt -o filenames 2>/dev/null\n" : "")}";
}
