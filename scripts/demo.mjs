import './node-version.mjs'
import { readFileSync } from 'node:fs'
import { chdir } from 'node:process'
import { parseArgs } from 'node:util'
import { compile } from './build.mjs'
import { ensureNodeModules } from './install.mjs'
import { ensureLibvirt } from './libvirt-daemon.mjs'
import { ensurePrograms, guestTools, hypervisor } from './packages.mjs'
import { giveUp, run, runAsRoot, say } from './step.mjs'

chdir(new URL('..', import.meta.url).pathname)

const name = 'demo'
const folder = '/var/lib/libvirt/images/porthole-demo'
const built = '.cache/guest'
const { remove, kvm } = readArguments()

ensurePrograms([...hypervisor, ...guestTools], 'which build and run the demo guest')
await ensureLibvirt()
ensureNodeModules()
compile()

const { connect, DomainState, DomainUndefineFlagsValues, ErrorNumber, LibvirtError, unixTransport } = await import(
  '@porthole/libvirt'
)
const { newDomain, readDomain, readDomainCapabilities } = await import('@porthole/libvirt-xml')

let connection
try {
  connection = await connect({ transport: unixTransport(), uri: 'qemu:///system' })
  await (remove ? takeAway() : bring())
} catch (error) {
  if (!(error instanceof Error) || error.name === 'TypeError') throw error
  giveUp(error.message)
} finally {
  await connection?.close()
}

async function bring() {
  const old = await ours()
  if (old !== null) {
    if (await isActive(old)) return say(`the VM "${name}" is there already, and on.`)
    await connection.call('domainCreate', { dom: old })
    return say(`the VM "${name}" was there already, and is on now.`)
  }
  say('building the guest from Debian packages (seconds when it is built already)')
  run('e2e/lab/guest/build.sh', [built])
  const files = ['vmlinuz', 'initrd', 'data.qcow2'].map(file => `${built}/${file}`)
  runAsRoot('install', ['-D', '-m', '644', '-t', folder, ...files])
  const dom = await define()
  try {
    await connection.call('domainCreate', { dom })
  } catch (error) {
    await takeAway()
    throw error
  }
  say(`the VM "${name}" is on. Open it in Porthole and log in as root with the password lab.`)
}

async function define() {
  const virttype = kvm ? 'kvm' : 'qemu'
  const { capabilities } = await connection.call('connectGetDomainCapabilities', {
    emulatorbin: null,
    arch: 'x86_64',
    machine: 'q35',
    virttype,
    flags: 0,
  })
  const { machine } = readDomainCapabilities(capabilities)
  const network = await startedNetwork('default')
  const xml = newDomain({
    type: virttype,
    name,
    vcpus: 1,
    memoryMiB: 192,
    arch: 'x86_64',
    machine: machine ?? 'q35',
    kernel: `${folder}/vmlinuz`,
    initrd: `${folder}/initrd`,
    commandLine: readFileSync(`${built}/cmdline`, 'utf8').trim(),
    disk: { path: `${folder}/data.qcow2`, format: 'qcow2' },
    ...(network === null ? {} : { network }),
  })
  return (await connection.call('domainDefineXml', { xml })).dom
}

async function takeAway() {
  const dom = await ours()
  if (dom === null) return say(`there is no VM "${name}" to remove.`)
  if (await isActive(dom)) await connection.call('domainDestroy', { dom })
  const { MANAGED_SAVE, SNAPSHOTS_METADATA } = DomainUndefineFlagsValues
  const flags = MANAGED_SAVE | SNAPSHOTS_METADATA
  await connection.call('domainUndefineFlags', { dom, flags })
  runAsRoot('rm', ['-rf', folder])
  say(`the VM "${name}" and its files are gone.`)
}

/** The VM that this script made, or null. Another one of that name is left alone. */
async function ours() {
  const found = await absentAs(ErrorNumber.NO_DOMAIN, connection.call('domainLookupByName', { name }))
  if (found === null) return null
  const { xml } = await connection.call('domainGetXmlDesc', { dom: found.dom, flags: 0 })
  if (!readDomain(xml).os.kernel?.startsWith(`${folder}/`)) {
    giveUp(`there is a VM "${name}" that was not made by this command: rename it, or go without the demo.`)
  }
  return found.dom
}

async function isActive(dom) {
  return (await connection.call('domainGetState', { dom, flags: 0 })).state !== DomainState.SHUTOFF
}

/** The network's name once it is active; null where there is none, or where it can not be started. */
async function startedNetwork(name) {
  const found = await absentAs(ErrorNumber.NO_NETWORK, connection.call('networkLookupByName', { name }))
  if (found === null) return null
  const { active } = await connection.call('networkIsActive', { net: found.net })
  if (active) return name
  try {
    await connection.call('networkCreate', { net: found.net })
    say(`started the network "${name}".`)
    return name
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error
    say(`the network "${name}" could not be started, so the guest gets none: ${error.message}`)
    return null
  }
}

async function absentAs(code, call) {
  try {
    return await call
  } catch (error) {
    if (error instanceof LibvirtError && error.code === code) return null
    throw error
  }
}

function readArguments() {
  try {
    return parseArgs({ options: { remove: { type: 'boolean' }, kvm: { type: 'boolean' } } }).values
  } catch {
    return giveUp('npm run demo [-- --kvm] [-- --remove]: makes and starts the demo guest, or takes it away.')
  }
}
