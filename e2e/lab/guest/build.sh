#!/bin/bash
# build.sh FOLDER: makes the small Linux guest of demo and tests from Debian packages.
#
#   vmlinuz, initrd   for a direct kernel boot with the command line in `cmdline`; root's password is "lab"
#   data.qcow2        a disk with an ext4 file system, which the guest mounts at /data
#
# Needs no root. A folder that is up to date is left alone; an interrupted build leaves nothing behind in it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# = 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
mkdir -p "$(dirname "$1")"
out=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

fail() {
  echo "The guest could not be built: $*" >&2
  exit 1
}

recipe=$(cd "$here" && find . -type f -printf '%m %p\n' -exec sha256sum {} + | LC_ALL=C sort | sha256sum)

exec 9> "$out.lock"
flock 9
[ "$(cat "$out/recipe" 2>/dev/null)" = "$recipe" ] && exit 0

PATH=$PATH:/usr/sbin:/sbin
for need in apt-get:apt dpkg-deb:dpkg qemu-img:qemu-utils mke2fs:e2fsprogs; do
  command -v "${need%:*}" > /dev/null ||
    fail "the command ${need%:*} is missing; on Debian it comes with: apt-get install ${need#*:}"
done
[ "$(dpkg --print-architecture)" = amd64 ] || fail "it is made for x86_64 machines only."

rm -rf "$out".building.*
work=$out.building.$$
trap 'rm -rf "$work"' EXIT
trap 'echo "The guest could not be built: build.sh failed at line $LINENO." >&2' ERR
mkdir -p "$work"/{packages,debian,root,result}

# The libraries that the guest agent may need, wherever this Debian has them: what a package depends on, in full.
libraries_of() {
  apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$1" |
    grep -E '^lib' | grep -v perl
}

kernel_package() {
  apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '/Depends: linux-image/ { print $2; exit }'
}

[ -n "$(kernel_package)" ] || [ "$(id -u)" != 0 ] || apt-get -qq update
kernel=$(kernel_package)
[ -n "$kernel" ] || fail "apt knows no package linux-image-cloud-amd64. On Debian, run apt-get update first."
mapfile -t libraries < <(libraries_of qemu-guest-agent)
(cd "$work/packages" && apt-get -o APT::Sandbox::User=root -qq download \
  "$kernel" busybox-static qemu-guest-agent "${libraries[@]}") ||
  fail "apt could not download the packages. Run apt-get update and try again."
for package in "$work"/packages/*.deb; do dpkg-deb --extract "$package" "$work/debian"; done

debian=$work/debian root=$work/root
busybox=$(find "$debian" -path '*bin/busybox' -print -quit)
release=$(basename "$debian"/boot/vmlinuz-* | sed 's/^vmlinuz-//')
modules=$(dirname "$(find "$debian" -path "*/lib/modules/$release/modules.builtin")")

mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,dev,proc,sys,root,lib/modules/"$release"}
"$busybox" --list | while read -r applet; do ln -s busybox "$root/bin/$applet"; done
cp --remove-destination "$busybox" "$root/bin/busybox"
ln -sf ../bin/busybox "$root/sbin/init"
for applet in acpid getty halt hwclock modprobe poweroff reboot; do ln -sf ../bin/busybox "$root/sbin/$applet"; done
cp -a "$here/root/." "$root/"

# The agent with the libraries that the dynamic linker of its own Debian finds for it.
linker=$(find "$debian" -name ld-linux-x86-64.so.2 -print -quit)
folders=$(find "$debian" -type d -path '*/lib/x86_64-linux-gnu' | paste -sd:)
install -D "$debian/usr/sbin/qemu-ga" "$root/usr/sbin/qemu-ga"
mkdir -p "$root/lib64" "$root/lib/x86_64-linux-gnu"
cp -L "$linker" "$root/lib64/"
"$linker" --library-path "$folders" --list "$root/usr/sbin/qemu-ga" | awk '$3 ~ "^/" { print $3 }' | while read -r library; do
  cp -L "$library" "$root/lib/x86_64-linux-gnu/"
done

# The kernel modules that are named, and those that they need.
(cd "$modules" && "$busybox" depmod -b "$(cd "$modules/../../.." && pwd)" "$release")
while read -r module; do
  line=$(grep -E "(^|/)${module//_/[-_]}\.ko[^:]*:" "$modules/modules.dep") || continue # built into this kernel
  for file in ${line/:/ }; do
    install -D -m 644 "$modules/$file" "$root/lib/modules/$release/$file"
  done
done < "$here/modules"
"$busybox" depmod -b "$root" "$release"

# Not compressed: unpacking would cost an emulated CPU more than reading the larger file does.
(cd "$root" && find . | LC_ALL=C sort | "$busybox" cpio -o -H newc -R 0:0 > "$work/result/initrd" 2>/dev/null)
cp "$debian/boot/vmlinuz-$release" "$work/result/vmlinuz"
echo 'console=tty0 console=ttyS0,115200 quiet mitigations=off nokaslr tsc=unstable random.trust_cpu=on' > "$work/result/cmdline"

mkdir "$work/data"
echo 'This is the data disk of the Porthole demo guest.' > "$work/data/README"
mke2fs -q -t ext4 -L data -d "$work/data" "$work/data.raw" 64M > /dev/null
qemu-img convert -O qcow2 "$work/data.raw" "$work/result/data.qcow2"

echo "$recipe" > "$work/result/recipe"
chmod -R a+rX "$work/result"
rm -rf "$out"
mv -T "$work/result" "$out"
