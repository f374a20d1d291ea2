import { readFileSync } from 'node:fs'
import { DomainState, DomainUndefineFlagsValues, ErrorNumber, LibvirtError } from '@porthole/libvirt'
import { newDomain, readDomain, readDomainCapabilities } from '@porthole/libvirt-xml'
import { giveUp, run, runAsRoot, say } from './step.mjs'

const name = 'demo'
const folder = '/var/lib/libvirt/images/porthole-demo'
const built = '.cache/guest'

/**
 * Makes and starts the demo guest on a host; what is there already is only started.
 * @param {import('@porthole/libvirt').Connection} connection
 * @param {{ kvm?: boolean, on?: string, root?: string }} options `on` names the host, `root` is where its root folder is seen from here
 */
export async function bring(connection, { kvm = false, on = 'this machine', root = '' } = {}) {
  const old = await ours(connection)
  if (old !== null) {
    if (await isActive(connection, old)) return say(`the VM "${name}" is there already, and on.`)
    await connection.call('domainCreate', { dom: old })
    return say(`the VM "${name}" was there already, and is on now.`)
  }
  say('building the guest from Debian packages (seconds when it is built already)')
  run('e2e/lab/guest/build.sh', [built])
  const files = ['vmlinuz', 'initrd', 'data.qcow2'].map(file => `${built}/${file}`)
  runAsRoot('install', ['-D', '-m', '644', '-t', `${root}${folder}`, ...files])
  const dom = await define(connection, kvm)
  try {
    await connection.call('domainCreate', { dom })
  } catch (error) {
    await takeAway(connection)
    throw error
  }
  say(`the VM "${name}" is on, on ${on}. Open it in Porthole and log in as root with the password lab.`)
}

/** Removes the demo guest of this machine, running or not, and its files. */
export async function takeAway(connection) {
  const dom = await ours(connection)
  if (dom === null) return say(`there is no VM "${name}" to remove.`)
  if (await isActive(connection, dom)) await connection.call('domainDestroy', { dom })
  const { MANAGED_SAVE, SNAPSHOTS_METADATA } = DomainUndefineFlagsValues
  const flags = MANAGED_SAVE | SNAPSHOTS_METADATA
  await connection.call('domainUndefineFlags', { dom, flags })
  runAsRoot('rm', ['-rf', folder])
  say(`the VM "${name}" and its files are gone.`)
}

async function define(connection, kvm) {
  const virttype = kvm ? 'kvm' : 'qemu'
  const { capabilities } = await connection.call('connectGetDomainCapabilities', {
    emulatorbin: null,
    arch: 'x86_64',
    machine: 'q35',
    virttype,
    flags: 0,
  })
  const { machine } = readDomainCapabilities(capabilities)
  const network = await startedNetwork(connection, 'default')
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

/** The VM that `bring` made, or null. Another one of that name is left alone. */
async function ours(connection) {
  const found = await absentAs(ErrorNumber.NO_DOMAIN, connection.call('domainLookupByName', { name }))
  if (found === null) return null
  const { xml } = await connection.call('domainGetXmlDesc', { dom: found.dom, flags: 0 })
  if (!readDomain(xml).os.kernel?.startsWith(`${folder}/`)) {
    giveUp(`there is a VM "${name}" that was not made by this command: rename it, or go without the demo.`)
  }
  return found.dom
}

async function isActive(connection, dom) {
  return (await connection.call('domainGetState', { dom, flags: 0 })).state !== DomainState.SHUTOFF
}

/** The network's name once it is active; null where there is none, or where it can not be started. */
async function startedNetwork(connection, name) {
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
