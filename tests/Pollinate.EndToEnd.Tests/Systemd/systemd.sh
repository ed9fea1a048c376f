#!/bin/sh
# Runs a systemd of its own as process 1 of new namespaces, with one unit: systemd.sh FOLDER PUBLISHED NAME PLUGIN UNIT
# [SOCKETUNIT ADDRESS].
# The network is the machine's; everything that systemd could change of the machine is hidden from it or read-only.
# FOLDER has nova-pollinate.conf; "pid", "log" (the unit's) and "console" (systemd's) are left there. Ends at SIGTERM.
set -eu

. "$(dirname "$0")/namespaces.sh"
[ "${1:-}" = --inside ] || become_first "$1" "" "$@"

folder=$2 published=$3 plugin_name=$4 plugin=$5 unit=$6 socket=${7:-} address=${8:-}
name=nova-pollinate
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
touch "$folder/console" "$folder/log"
mount --bind "$folder/console" /dev/console
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup

mkdir -p /run/etc /run/cache /run/log /run/opt/$name "/run/plugins/$plugin_name" /run/systemd/system /run/units/$name.service.d
cp -a /etc/. /run/etc
mount --bind /run/etc /etc
mount --bind /run/cache /var/cache
mount --bind /run/log /var/log
mount --bind /run/opt /opt
mount --bind "$published" /opt/$name
mount --bind "$plugin" "/run/plugins/$plugin_name"
echo "$name:x:64321:64321::/nonexistent:/usr/sbin/nologin" >> /etc/passwd
echo "$name:x:64321:" >> /etc/group
mkdir -p /etc/$name
cp "$folder/$name.conf" /etc/$name/$name.conf

cp "$unit" /run/units/$name.service
printf '[Service]\nExecStart=\nExecStart=/opt/%s/%s\nStandardOutput=append:%s\nStandardError=append:%s\n' $name $name "$folder/log" "$folder/log" > /run/units/$name.service.d/test.conf
# What a test adds.
[ ! -e "$folder/drop-in.conf" ] || cp "$folder/drop-in.conf" /run/units/$name.service.d/zz.conf
if [ -n "$socket" ]; then
    mkdir -p /run/units/$name.socket.d /run/units/test.target.wants
    cp "$socket" /run/units/$name.socket
    printf '[Socket]\nListenStream=\nListenStream=%s\n' "$address" > /run/units/$name.socket.d/address.conf
    ln -s ../$name.socket /run/units/test.target.wants/$name.socket
fi
for target in sysinit basic shutdown network-online; do
    printf '[Unit]\nDefaultDependencies=no\n' > /run/units/$target.target
done
printf '[Unit]\nDefaultDependencies=no\nWants=%s.service\n' $name > /run/units/test.target

# No unit, no generator of the machine's.
export SYSTEMD_UNIT_PATH=/run/units SYSTEMD_GENERATOR_PATH=/run/none SYSTEMD_ENVIRONMENT_GENERATOR_PATH=/run/none
export container=$name
exec /lib/systemd/systemd --system --unit=test.target --log-target=console --show-status=no
