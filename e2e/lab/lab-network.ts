import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addressIn, killAll, LabError, type LabSlot } from './lab-slot.ts'

const run = promisify(execFile)
const ip = (line: string) => run('ip', line.split(' '))

/** The names of everything that carries a host's packets. */
export function linkNames({ prefix }: Pick<LabSlot, 'prefix'>, host: number) {
  return {
    bridge: `${prefix}br`,
    network: `${prefix}h${host}`,
    /** This side of the host's cable. */
    cable: `${prefix}m${host}`,
    /** Where a slow cable goes through: a bridge of its own and both ends of what delays. */
    slowBridge: `${prefix}s${host}`,
    slowEnds: [`${prefix}n${host}`, `${prefix}f${host}`] as const,
  }
}

/**
 * The bridge between the hosts, with an address on this side. First of all, and for good, whatever goes to an address of
 * a lab that is not there is refused here: else it would leave the machine by its default route.
 */
export async function makeBridge(slot: LabSlot): Promise<void> {
  await ip('route replace unreachable 10.77.0.0/24 metric 9999')
  const bridge = `${slot.prefix}br`
  await ip(`link add ${bridge} type bridge`)
  await ip(`addr add ${addressIn(slot, 0)}/28 dev ${bridge}`)
  await ip(`link set ${bridge} up`)
}

/** A host's network: its cable to the bridge, and no way out. */
export async function makeHostNetwork(slot: LabSlot, host: number): Promise<void> {
  const { bridge, network, cable } = linkNames(slot, host)
  await ip(`netns add ${network}`)
  await ip(`link add ${cable} type veth peer name eth0 netns ${network}`)
  await ip(`link set ${cable} master ${bridge} up`)
  await ip(`-n ${network} link set lo up`)
  await ip(`-n ${network} addr add ${addressIn(slot, host)}/28 dev eth0`)
  await ip(`-n ${network} link set eth0 up`)
}

/** Loses every packet to and from a host, and tells nobody: a cut cable, not a closed door. */
export async function cutHost(slot: LabSlot, host: number): Promise<void> {
  const drop = (hook: string) =>
    `chain ${hook} {\n type filter hook ${hook} priority -400\n policy drop\n META lo accept\n}`
  const rules = `${drop('input').replace('META', 'iif')}\n${drop('output').replace('META', 'oif')}`
  await nft(slot, host, `table inet cut {\n${rules}\n}\n`)
}

export async function isCut(slot: LabSlot, host: number): Promise<boolean> {
  return nft(slot, host, 'list table inet cut\n').then(
    () => true,
    () => false,
  )
}

/** Packets go through again, at once. */
export async function healHost(slot: LabSlot, host: number): Promise<void> {
  if (await isCut(slot, host)) await nft(slot, host, 'delete table inet cut\n')
  await slowHost(slot, host, 0)
}

/** Holds every packet to and from a host for so long, each way; 0 takes the delay away. Gives the process that delays. */
export async function slowHost(slot: LabSlot, host: number, delayMs: number): Promise<void> {
  const { bridge, cable, slowBridge, slowEnds } = linkNames(slot, host)
  const before = await run('pgrep', ['--full', `slow-link.py ${slowEnds.join(' ')} `]).catch(() => null)
  if (before !== null) {
    await ip(`link set ${cable} master ${bridge}`)
    await killAll(before.stdout.split('\n').filter(Boolean).map(Number))
    await ip(`link delete ${slowBridge}`)
  }
  if (delayMs <= 0) return
  const [near, far] = slowEnds
  const delay = spawn(join(import.meta.dirname, 'slow-link.py'), [near, far, String(delayMs)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  await once(delay.stdout as NodeJS.ReadableStream, 'data')
  delay.stdout?.destroy()
  delay.unref()
  await ip(`link add ${slowBridge} type bridge`)
  await ip(`link set ${near} master ${bridge} up`)
  await ip(`link set ${far} master ${slowBridge} up`)
  await ip(`link set ${slowBridge} up`)
  await ip(`link set ${cable} master ${slowBridge}`)
}

async function nft(slot: LabSlot, host: number, rules: string): Promise<void> {
  const inside = run('ip', ['netns', 'exec', linkNames(slot, host).network, 'nft', '-f', '-'])
  inside.child.stdin?.end(rules)
  try {
    await inside
  } catch (error) {
    throw new LabError(`nft refused on host${host}: ${(error as Error).message}`)
  }
}
