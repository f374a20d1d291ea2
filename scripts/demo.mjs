import './node-version.mjs'
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { chdir } from 'node:process'
import { parseArgs } from 'node:util'
import { compile } from './build.mjs'
import { ensureNodeModules } from './install.mjs'
import { ensureLibvirt } from './libvirt-daemon.mjs'
import { ensurePrograms, guestTools, hypervisor, labTools } from './packages.mjs'
import { giveUp, say } from './step.mjs'

chdir(new URL('..', import.meta.url).pathname)

const { remove, kvm, hosts } = readArguments()
const lab = '.cache/lab'

ensurePrograms([...hypervisor, ...guestTools, ...(hosts ? labTools : [])], 'which build and run the demo guest')
await ensureLibvirt()
ensureNodeModules()
compile()

const { connect, unixTransport } = await import('@porthole/libvirt')
const { bring, takeAway } = await import('./demo-guest.mjs')

try {
  if (remove) {
    if (existsSync(lab)) inLab('down')
    await onThisMachine(takeAway)
  } else if (hosts) {
    await bringHosts(hosts)
  } else {
    await onThisMachine(connection => bring(connection, { kvm }))
  }
} catch (error) {
  if (!(error instanceof Error) || error.name === 'TypeError') throw error
  giveUp(error.message)
}

async function onThisMachine(act) {
  await withConnection({ transport: unixTransport(), uri: 'qemu:///system' }, act)
}

async function withConnection(way, act) {
  const connection = await connect(way)
  try {
    await act(connection)
  } finally {
    await connection.close()
  }
}

/** Hosts of the lab with a guest on each, which Porthole's own SSH key opens. */
async function bringHosts(count) {
  const { ownKey } = await import('../apps/server/dist/ssh/own-key.js')
  const keys = `${process.env.PORTHOLE_DATA ?? 'data'}/ssh`
  await ownKey(keys)
  if (existsSync(lab)) giveUp('a lab is up already: "npm run demo -- --remove" takes it away.')
  inLab('up', count, '--shared')
  appendFileSync(`${keys}/known_hosts`, inLab('admit', `${keys}/id_ed25519.pub`))
  const addresses = Array.from({ length: Number(count) }, (_, index) => inLab('address', `host${index + 1}`).trim())
  for (const [index, address] of addresses.entries()) {
    const on = `host${index + 1}`
    await withConnection({ uri: `qemu+tcp://${address}/system`, deadlineMs: 120_000 }, connection =>
      bring(connection, { on, root: `${lab}/${on}` }),
    )
  }
  say('add these hosts in Porthole (they know its key); "npm run lab" cuts, slows and kills them:')
  for (const address of addresses) say(`  qemu+ssh://root@${address}/system`)
}

/** What the lab's command printed. */
function inLab(...words) {
  const command = ['--no-install', 'tsx', 'e2e/lab/lab-cli.ts', ...words]
  return execFileSync('npx', command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

function readArguments() {
  const options = { remove: { type: 'boolean' }, kvm: { type: 'boolean' }, hosts: { type: 'string' } }
  try {
    return parseArgs({ options }).values
  } catch {
    return giveUp(
      'npm run demo [-- --kvm] [-- --hosts 3] [-- --remove]: makes and starts the demo guest, here or on so many hosts of a lab, or takes all away.',
    )
  }
}
