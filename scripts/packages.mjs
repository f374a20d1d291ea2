import { existsSync } from 'node:fs'
import { giveUp, has, run, say } from './step.mjs'

/** What each program that we may miss is called on Debian. */
const debian = {
  libvirtd: ['libvirt-daemon-system', 'libvirt-daemon-driver-qemu'],
  'qemu-system-x86_64': ['qemu-system-x86', 'seabios'],
  'qemu-img': ['qemu-utils'],
  dnsmasq: ['dnsmasq-base'],
  iptables: ['iptables'],
  virsh: ['libvirt-clients'],
  chromium: ['chromium', 'fonts-dejavu-core'],
  psql: ['postgresql'],
  sshd: ['openssh-server'],
  gcc: ['gcc', 'libc6-dev'],
  'g++': ['g++', 'make', 'python3'],
  cpio: ['cpio'],
  xmllint: ['libxml2-utils'],
}

/** What runs VMs on this machine. */
export const hypervisor = ['libvirtd', 'qemu-system-x86_64', 'qemu-img', 'dnsmasq', 'iptables']

/** What the tests use beside it: a browser, a database, an ssh server, virsh as the judge of what we say. */
export const testTools = ['chromium', 'psql', 'sshd', 'virsh', 'gcc', 'cpio', 'xmllint']

/**
 * Makes sure that programs are there: on Debian and its relatives by installing them, elsewhere by saying what to install.
 * @param {readonly (keyof typeof debian)[]} programs
 * @param {string} why
 */
export function ensurePrograms(programs, why) {
  const missing = programs.filter(program => !has(program))
  if (missing.length === 0) return
  const names = missing.flatMap(program => debian[program])
  if (!existsSync('/etc/debian_version') || !has('apt-get')) {
    giveUp(`${missing.join(', ')} missing, ${why}. Install what your system calls: ${names.join(' ')}.`)
  }
  const root = process.getuid?.() === 0
  if (!root && !has('sudo'))
    giveUp(`${missing.join(', ')} missing, ${why}. As root: apt-get install ${names.join(' ')}`)
  say(`${missing.join(', ')} missing, ${why}: installing ${names.join(' ')}${root ? '' : ' with sudo'}`)
  const apt = args => (root ? run('apt-get', args, { env: quiet }) : run('sudo', ['env', ...flags, 'apt-get', ...args]))
  apt(['update', '-qq'])
  apt(['install', '-y', '-qq', '--no-install-recommends', ...names])
}

const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
const flags = Object.entries(quiet).map(([name, value]) => `${name}=${value}`)
