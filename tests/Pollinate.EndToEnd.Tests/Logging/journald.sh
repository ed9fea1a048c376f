#!/bin/sh
# Runs a journald of its own, whose /run is its own, too.
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/systemd/journal /run/log/journal
exec /lib/systemd/systemd-journald
