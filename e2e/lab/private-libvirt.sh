#!/bin/bash
# private-libvirt.sh FOLDER [LISTEN]: the first process of a throw-away libvirt host. private-libvirt.ts starts it in mount, PID,
# IPC and UTS namespaces of its own. It ends when its input does, and everything in its PID namespace ends with it.
set -euo pipefail
folder=$1
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Fifty ports for displays that no other private host has: they share one loopback. The lock goes with this process.
for slot in {0..99}; do
  exec {displays}> "/run/lock/porthole-displays-$slot"
  flock --nonblock "$displays" && break
  exec {displays}>&-
done
first_display=$((6100 + 50 * slot))

mount -t proc proc /proc
[ -z "${PRIVATE_NAME:-}" ] || echo "$PRIVATE_NAME" > /proc/sys/kernel/hostname
for part in etc/libvirt var/lib/libvirt var/log/libvirt var/cache/libvirt; do
  mkdir -p "/$part" "$folder/$part"
  mount --bind "$folder/$part" "/$part"
done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/libvirt

# Two daemons would give their guests the same control groups. Without any to be seen, libvirt does without.
umount --recursive --lazy /sys/fs/cgroup
if [ -n "${PRIVATE_NETWORK:-}" ]; then
  mount -t sysfs sysfs /sys
  ip link set lo up
fi

mkdir -p /var/lib/libvirt/images
chmod 711 /var/lib/libvirt /var/lib/libvirt/images
# What the listeners need, if there are to be any. It stands in front, as the first mention of a setting wins.
cat "${2:-/dev/null}" > /etc/libvirt/libvirtd.conf
cat >> /etc/libvirt/libvirtd.conf << CONFIGURATION
unix_sock_dir = "$folder"
auth_unix_rw = "none"
host_uuid = "$(cat /proc/sys/kernel/random/uuid)"
log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
CONFIGURATION
# Apart from those of the machine's own daemon, too.
cat > /etc/libvirt/qemu.conf << CONFIGURATION
remote_display_port_min = $first_display
remote_display_port_max = $((first_display + 49))
CONFIGURATION

virtlogd --daemon
libvirtd --daemon ${2:+--listen}
echo ready
read -r _ || true

# Here, so that it happens also when whoever started this was killed.
kill -KILL -1 || true
rm -rf "$folder"
