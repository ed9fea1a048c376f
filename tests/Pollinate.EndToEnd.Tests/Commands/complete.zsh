# Prints what zsh proposes at its prompt: SCRIPT FOLDER LINE.
zmodload zsh/zpty || exit 3
zpty z zsh -f -i
() {
    zpty -w z "source $1"
    repeat 20; do
        zpty -r z line
        [[ $line == ok* ]] && return
    done
    exit 2
} =(cat <<EOF
PROMPT=
cd ${(q)2}
autoload -Uz compinit
compinit -D -u
source ${(q)1}
bindkey '^M' undefined
bindkey '^J' undefined
bindkey '^I' complete-word
null-line () { echo -E - \$'\0' }
compprefuncs=(null-line)
comppostfuncs=(null-line exit)
zstyle ':completion:*' list-grouped false
zstyle ':completion:*' insert-tab false
compadd () {
    if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
        builtin compadd "\$@"
        return \$?
    fi
    typeset -a __hits
    builtin compadd -A __hits "\$@"
    (( \$#__hits )) && print -rl -- \$__hits
}
echo ok
EOF
)
zpty -w z "$3"$'\t'
integer between=0
while zpty -r z; do :; done | while IFS= read -r line; do
    if [[ $line == *$'\0\r' ]]; then
        (( between++ )) && exit 0 || continue
    fi
    (( between )) && print -r -- ${line%$'\r'}
done
exit 2
