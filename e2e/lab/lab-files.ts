import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFile, chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeAuthority, makeCertificate } from './certificates.ts'
import { addressIn, type LabSlot } from './lab-slot.ts'

const run = promisify(execFile)

/** What a lab's client needs, by where it lies. */
export const clientFiles = (folder: string) => ({
  /** `cacert.pem`, `clientcert.pem`, `clientkey.pem`. */
  pki: join(folder, 'pki'),
  sshKey: join(folder, 'ssh', 'id'),
  knownHosts: join(folder, 'ssh', 'known_hosts'),
})

/** The lab's authority, its client's certificate and its SSH key. */
export async function makeClientFiles(folder: string): Promise<void> {
  const { pki, sshKey, knownHosts } = clientFiles(folder)
  await chmod(folder, 0o755)
  await makeAuthority(pki, 'Lab')
  await makeCertificate(pki, 'client', 'DNS:client.lab.test')
  await mkdir(join(folder, 'ssh'), { recursive: true })
  await makeKey(sshKey, 'lab')
  await writeFile(knownHosts, '')
}

/** A host's own files: certificates, keys, the settings of its daemons, and empty folders for libvirt to fill. */
export async function makeHostFiles(folder: string, slot: LabSlot, host: number, hosts: number): Promise<void> {
  const name = `host${host}`
  const address = addressIn(slot, host)
  const at = (...parts: string[]) => join(folder, name, ...parts)
  for (const part of [
    'etc/libvirt/qemu/networks/autostart',
    'var/lib/libvirt/images',
    'var/log/libvirt',
    'var/cache/libvirt',
  ]) {
    await mkdir(at(part), { recursive: true })
  }
  await mkdir(at('ssh'), { recursive: true })
  await chmod(at('var/lib/libvirt'), 0o711)
  await chmod(at('var/lib/libvirt/images'), 0o711)

  const others = Array.from(
    { length: hosts },
    (_, index) => `${addressIn(slot, index + 1)} host${index + 1}.lab.test host${index + 1}`,
  )
  await writeFile(at('etc/hosts'), `127.0.0.1 localhost\n${others.join('\n')}\n`)
  await writeFile(at('etc/hostname'), `${name}.lab.test\n`)

  const { pki, sshKey, knownHosts } = clientFiles(folder)
  await makeCertificate(pki, name, `DNS:${name}.lab.test,DNS:${name},IP:${address}`)
  await writeFile(at('etc/libvirt/libvirtd.conf'), daemonSettings(pki, name))
  // Displays listen where this host alone can reach them: whoever looks at them from elsewhere comes by SSH.
  await writeFile(at('etc/libvirt/qemu.conf'), 'vnc_listen = "127.0.0.1"\n')
  await writeFile(at('etc/libvirt/qemu/networks/default.xml'), defaultNetwork(host))

  await makeKey(at('ssh/hostkey'), name)
  const { authorized, hostKey } = hostKeyFiles(folder, name)
  await copyFile(`${sshKey}.pub`, authorized)
  await writeFile(at('ssh/sshd_config'), sshdSettings(at('ssh')))
  await appendFile(knownHosts, `${knownHostsLine(address, await readFile(hostKey, 'utf8'))}\n`)
}

/** Where a host's SSH server keeps whom it lets in, and the public half of its own key. */
export const hostKeyFiles = (folder: string, name: string) => ({
  authorized: join(folder, name, 'ssh', 'authorized_keys'),
  hostKey: join(folder, name, 'ssh', 'hostkey.pub'),
})

export function knownHostsLine(address: string, publicKey: string): string {
  const [type, key] = publicKey.trim().split(' ')
  return `${address} ${type} ${key}`
}

const makeKey = (file: string, comment: string) =>
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file])

const daemonSettings = (pki: string, name: string) => `listen_tcp = 1
listen_tls = 1
auth_tcp = "none"
auth_tls = "none"
auth_unix_rw = "none"
host_uuid = "${randomUUID()}"
ca_file = "${join(pki, 'cacert.pem')}"
cert_file = "${join(pki, `${name}cert.pem`)}"
key_file = "${join(pki, `${name}key.pem`)}"
log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
`

const sshdSettings = (folder: string) => `HostKey ${join(folder, 'hostkey')}
AuthorizedKeysFile ${join(folder, 'authorized_keys')}
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
UseDNS no
PidFile /run/sshd.pid
MaxStartups 100
MaxSessions 100
SetEnv HOME=${folder}
`

/** As libvirt ships it, but that its DHCP server does not ask for three seconds whether an address is free. */
const defaultNetwork = (host: number) => `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='off' delay='0'/>
  <mac address='52:54:00:77:00:${host.toString(16).padStart(2, '0')}'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip>
  <dnsmasq:options><dnsmasq:option value='no-ping'/></dnsmasq:options>
</network>
`
