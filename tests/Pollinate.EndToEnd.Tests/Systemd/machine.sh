#!/bin/sh
# Boots a Debian in a folder, with its own systemd as process 1 of new namespaces, the network among them: machine.sh ROOT FOLDER.
# "pid" and "console" are left in FOLDER. Ends at SIGTERM.
set -eu

if [ "${1:-}" != --inside ]; then
    folder=$2
    group=
    hierarchy=$(findmnt --noheadings --types cgroup2 --output TARGET | head -n 1)
    if [ -n "$hierarchy" ]; then
        group="$hierarchy$(sed -n 's/^0:://p' /proc/self/cgroup)/nova-pollinate-test-$$"
        mkdir "$group"
        echo $$ > "$group/cgroup.procs"
    fi
    unshare --mount --net --pid --fork --kill-child=SIGKILL --mount-proc --cgroup --uts --ipc /bin/sh "$0" --inside "$@" &
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
fi

root=$2 folder=$3
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run

# As many devices as a container has.
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
    touch dev/$device
    mount --bind /dev/$device dev/$device
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
touch "$folder/console" dev/console
mount --bind "$folder/console" dev/console

# What is for hardware, for whoever sits before it, and what would come in between.
mkdir -p run/systemd/system
for unit in systemd-modules-load.service modprobe@.service systemd-remount-fs.service sys-kernel-debug.mount sys-kernel-tracing.mount \
    sys-kernel-config.mount sys-fs-fuse-connections.mount console-getty.service getty.target apt-daily.timer apt-daily-upgrade.timer \
    e2scrub_reap.service e2scrub_all.timer; do
    ln -s /dev/null run/systemd/system/$unit
done

pivot_root . .
umount -l .
# systemd hands a unit its credentials by a mount of a child's, which has to reach systemd's own namespace. Where it takes itself
# to be in a container it leaves that to whoever made it.
mount --make-rshared /
export container=nova-pollinate-test PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=console --show-status=no
