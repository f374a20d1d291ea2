import type { Pair } from './authority.ts'

interface HostScript {
  /** The name or address in the host's certificate. */
  readonly host: string
  /** The certificate of the CA. */
  readonly ca: string
  readonly server: Pair
  /** The last day on which the host's certificate is valid, YYYY-MM-DD. */
  readonly until: string
}

/**
 * A shell script that root runs once on a host: it puts the files where libvirt looks for them
 * (https://libvirt.org/kbase/tlscerts.html), lets in only Porthole's certificate and not those of other hosts,
 * and opens libvirt's TLS port. DESTDIR is honoured as in `make install`.
 */
export function hostScript({ host, ca, server, until }: HostScript): string {
  return `#!/bin/sh
# Lets Porthole reach the libvirt of ${host} by TLS. Made by Porthole; valid until ${until}.
# It holds this host's private key: copy it over a safe way, run it as root there, and delete it.
set -eu
pki="\${DESTDIR:-}/etc/pki"
conf="\${DESTDIR:-}/etc/libvirt"
umask 077

mkdir -p "$pki/CA" "$pki/libvirt/private"
chmod 755 "$pki" "$pki/CA" "$pki/libvirt"
new=$(mktemp "$pki/CA/cacert.XXXXXX")
trap 'rm -f "$new"' EXIT
cat >"$new" <<'PEM'
${ca.trim()}
PEM
if [ -e "$pki/CA/cacert.pem" ] && ! cmp -s "$new" "$pki/CA/cacert.pem"; then
  echo "libvirt trusts another CA here ($pki/CA/cacert.pem). Nothing was changed: move that file away first." >&2
  exit 1
fi
chmod 644 "$new"
mv "$new" "$pki/CA/cacert.pem"
cat >"$pki/libvirt/private/serverkey.pem" <<'PEM'
${server.key.trim()}
PEM
cat >"$pki/libvirt/servercert.pem" <<'PEM'
${server.cert.trim()}
PEM
chmod 644 "$pki/libvirt/servercert.pem"

# Every certificate of a CA may log in unless libvirt is told which: only Porthole's may here.
for name in libvirtd virtproxyd; do
  file="$conf/$name.conf"
  if [ -e "$file" ] && ! grep -q '^[[:space:]]*tls_allowed_dn_list' "$file"; then
    printf '\\n# Added by Porthole: whose certificates may log in.\\ntls_allowed_dn_list = ["CN=porthole"]\\n' >>"$file"
  fi
done
echo "The certificates for ${host} are in place."

[ -z "\${DESTDIR:-}" ] || exit 0
if [ ! -d /run/systemd/system ]; then
  echo "Start libvirtd with --listen and listen_tls = 1 now, and open port 16514 to Porthole."
elif systemctl is-active -q virtqemud.socket && ! systemctl is-active -q libvirtd.service; then
  systemctl stop virtproxyd.service
  systemctl enable --now virtproxyd-tls.socket
  echo "libvirt listens on port 16514. A firewall must let Porthole in there."
else
  systemctl stop libvirtd.service
  systemctl enable --now libvirtd-tls.socket
  systemctl start libvirtd.service
  echo "libvirt listens on port 16514; running VMs were not touched. A firewall must let Porthole in there."
fi
`
}
