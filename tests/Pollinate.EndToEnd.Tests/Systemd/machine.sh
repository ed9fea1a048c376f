#!/bin/sh
# Boots a Debian in a folder, with its own systemd as process 1 of new namespaces, the network among them: machine.sh ROOT FOLDER.
# "pid" and "console" are left in FOLDER. Ends at SIGTERM.
set -eu

. "$(dirname "$0")/namespaces.sh"
[ "${1:-}" = --inside ] || become_first "$2" --net "$@"

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
