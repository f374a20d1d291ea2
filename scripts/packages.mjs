import { existsSync } from 'node:fs'
import { giveUp, has, runAsRoot, say } from './step.mjs'

const emulator = process.arch === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64'

/** What each program that we may miss is called on Debian. */
const debian = {
  libvirtd: ['libvirt-daemon-system', 'libvirt-daemon-driver-qemu'],
  'qemu-system-x86_64': ['qemu-system-x86', 'seabios'],
  'qemu-system-aarch64': ['qemu-system-arm', 'qemu-efi-aarch64'],
  'qemu-img': ['qemu-utils'],
  dnsmasq: ['dnsmasq-base'],
  iptables: ['iptables'],
  mke2fs: ['e2fsprogs'],
  virsh: ['libvirt-clients'],
  chromium: ['chromium', 'fonts-dejavu-core'],
  initdb: ['postgresql'],
  sshd: ['openssh-server'],
  'ssh-keygen': ['openssh-client'],
  nc: ['netcat-openbsd'],
  openssl: ['openssl'],
  nginx: ['nginx'],
  saslpasswd2: ['sasl2-bin', 'libsasl2-modules'],
  pvs: ['lvm2'],
  ip: ['iproute2'],
  nft: ['nftables'],
  nsenter: ['util-linux'],
  pgrep: ['procps'],
  sqlite3: ['sqlite3'],
  Xvnc: ['tigervnc-standalone-server'],
  xev: ['x11-utils'],
  xclip: ['xclip'],
  ckbcomp: ['console-setup', 'xkb-data'],
  loadkeys: ['kbd'],
  as: ['binutils'],
  'g++': ['g++'],
  make: ['make'],
  python3: ['python3'],
}

/** What runs VMs on this machine. */
export const hypervisor = ['libvirtd', emulator, 'qemu-img', 'dnsmasq', 'iptables']

/** What the demo guest is built with, beside Debian's packages. */
export const guestTools = ['mke2fs']

/** What makes hosts with networks of their own on this machine, reached by SSH and TLS. */
export const labTools = ['sshd', 'ssh-keygen', 'openssl', 'ip', 'nft', 'nsenter', 'pgrep', 'virsh', 'python3']

/**
 * What the tests use beside all these: a browser, a database, virsh as the judge of what we say, an assembler, LVM to be asked for volume groups, a proxy to stand in front, and what makes
 * hosts that are reached by SSH, TLS and passwords; a display that is not QEMU's, and what looks at it from inside;
 * keyboard layouts for the kernel of a guest.
 */
export const testTools = [
  ...labTools,
  ...['chromium', 'initdb', 'as', 'pvs', 'nc', 'nginx', 'saslpasswd2'],
  ...['Xvnc', 'xev', 'xclip', 'ckbcomp', 'loadkeys'],
]

/** What compiles a Node addon. */
export const compiler = ['g++', 'make', 'python3']

/** Debian and what comes of it: where we may install what is missing. */
export const isDebian = existsSync('/etc/debian_version') && has('apt-get')

/**
 * Makes sure that programs are there: on Debian and its relatives by installing them, elsewhere by saying what to install.
 * @param {readonly (keyof typeof debian)[]} programs
 * @param {string} why
 */
export function ensurePrograms(programs, why) {
  const missing = programs.filter(program => !has(program))
  if (missing.length === 0) return
  const names = missing.flatMap(program => debian[program])
  const lack = `${missing.join(', ')} missing, ${why}`
  if (!isDebian) giveUp(`${lack}. Install what your system calls: ${names.join(' ')}.`)
  const root = process.getuid?.() === 0
  if (!root && !has('sudo')) giveUp(`${lack}. As root: apt-get install ${names.join(' ')}`)
  say(`${lack}: installing ${names.join(' ')}${root ? '' : ' with sudo'}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  runAsRoot('apt-get', ['update', '-qq'], { env })
  runAsRoot('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
}
