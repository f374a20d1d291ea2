#!/bin/bash
# lab-host.sh start|init FOLDER NAME: one host of the lab. lab-host.ts runs `start`, which moves into the host's control groups and
# namespaces and goes on there as `init`, the first process. When that one ends, everything in the host does.
#
# LAB_NETWORK names the network namespace, LAB_GROUP the control group; with LAB_LASTS the host outlives its input.
set -euo pipefail
step=$1 folder=$2 name=$3
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# The hierarchies of cgroup v1, by folder. v2 would let no group have both processes and groups below it: libvirt does without there.
hierarchies() {
  [ -e /sys/fs/cgroup/cgroup.controllers ] && return
  find /sys/fs/cgroup -mindepth 1 -maxdepth 1 -type d -exec test -e {}/cgroup.procs \; -printf '%f\n'
}

if [ "$step" = start ]; then
  for hierarchy in $(hierarchies); do
    top=/sys/fs/cgroup/$hierarchy group=/sys/fs/cgroup/$hierarchy/$LAB_GROUP
    mkdir -p "$group"
    # A group without processors and memory nodes takes nobody in.
    for file in cpuset.cpus cpuset.mems; do [ ! -e "$top/$file" ] || cat "$top/$file" > "$group/$file"; done
    echo $$ > "$group/cgroup.procs"
  done
  exec nsenter --net="/run/netns/$LAB_NETWORK" \
    unshare --mount --propagation private --uts --ipc --pid --cgroup --fork --kill-child "$0" init "$folder" "$name"
fi

mounted=$(hierarchies)
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
for hierarchy in $mounted; do
  mkdir "/sys/fs/cgroup/$hierarchy"
  case $hierarchy in
    unified) mount -t cgroup2 cgroup2 "/sys/fs/cgroup/$hierarchy" ;;
    systemd) mount -t cgroup -o none,name=systemd cgroup "/sys/fs/cgroup/$hierarchy" ;;
    *) mount -t cgroup -o "$hierarchy" cgroup "/sys/fs/cgroup/$hierarchy" ;;
  esac
done
[ -n "$mounted" ] || umount /sys/fs/cgroup

echo "$name" > /proc/sys/kernel/hostname
for file in hosts hostname; do mount --bind "$folder/etc/$file" "/etc/$file"; done
for part in etc/libvirt var/lib/libvirt var/log/libvirt var/cache/libvirt; do mount --bind "$folder/$part" "/$part"; done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/libvirt /run/sshd
if [ -n "${LAB_SHARED:-}" ]; then
  mount -t tmpfs -o mode=755 tmpfs /srv
  mkdir /srv/shared
  mount --bind "$LAB_SHARED" /srv/shared
fi
# Guests are emulated everywhere alike; and where QEMU may not use KVM but libvirtd may, libvirt probes QEMU anew at every call.
[ ! -e /dev/kvm ] || mount --bind /dev/null /dev/kvm

virtlogd --daemon
/usr/sbin/sshd -f "$folder/ssh/sshd_config"
libvirtd --daemon --listen
echo ready
exec >> "$folder/init.log" 2>&1
if [ -n "${LAB_LASTS:-}" ]; then
  sleep infinity & wait $!
else
  read -r _ || true
fi
