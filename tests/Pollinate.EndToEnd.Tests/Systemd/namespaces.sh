# For the scripts that run a systemd of their own, which source it.

# Runs the script anew, after --inside, as process 1 of new namespaces, and waits for its end: become_first FOLDER FLAGS ARGUMENT ...
# FLAGS are further ones of unshare's. "pid" is left in FOLDER. Ends at SIGTERM.
become_first() {
    folder=$1 flags=$2
    shift 2
    group=
    hierarchy=$(findmnt --noheadings --types cgroup2 --output TARGET | head -n 1)
    if [ -n "$hierarchy" ]; then
        group="$hierarchy$(sed -n 's/^0:://p' /proc/self/cgroup)/nova-pollinate-test-$$"
        mkdir "$group"
        echo $$ > "$group/cgroup.procs"
    fi
    unshare --mount --pid --fork --kill-child=SIGKILL --mount-proc --cgroup --uts --ipc $flags /bin/sh "$0" --inside "$@" &
    unshare=$!
    # unshare does not pass SIGTERM on, and process 1 would take it as a wish to start over.
    trap 'kill -KILL $unshare' TERM
    while [ -z "${inside:-}" ] && kill -0 $unshare 2>/dev/null; do
        inside=$(cat /proc/$unshare/task/$unshare/children 2>/dev/null || true)
        sleep 0.1
    done
    echo ${inside:-} > "$folder/pid.new" && mv "$folder/pid.new" "$folder/pid"
    wait $unshare || true
    if [ -n "$group" ]; then
        echo $$ > "$hierarchy$(dirname "${group#"$hierarchy"}")/cgroup.procs"
        # What was killed takes a moment to be gone.
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null || true
            [ -d "$group" ] || break
            sleep 0.2
        done
    fi
    exit 0
}
