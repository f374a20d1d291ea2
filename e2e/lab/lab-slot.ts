import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readlink } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A sentence for whoever uses the lab. */
export class LabError extends Error {
  override readonly name = 'LabError'
}

/** A sixteenth of 10.77.0.0/24 has room for this side of the bridge and so many hosts. */
export const mostHosts = 12
const slots = 16

/**
 * One of the labs that this machine can have at once. Whatever a lab makes outside of its folder carries `prefix`: links,
 * network namespaces and control groups.
 */
export interface LabSlot {
  readonly number: number
  readonly prefix: string
  /** The process that holds the slot as long as it lives. */
  readonly keeper: number
}

/** This side of the bridge is host 0; the hosts count from 1. */
export const addressIn = (slot: Pick<LabSlot, 'number'>, host: number): string =>
  `10.77.0.${16 * slot.number + 1 + host}`

/** Takes a free slot and clears what a lab left there that was killed. Unless it `lasts`, it is held until this process ends. */
export async function takeSlot(lasts: boolean): Promise<LabSlot> {
  for (let number = 0; number < slots; number++) {
    const keeper = await hold(lockFile(number), lasts)
    if (keeper === null) continue
    const slot = { number, prefix: `plab${number}-`, keeper }
    await clearSlot(slot)
    return slot
  }
  throw new LabError(`All ${slots} places for labs on this machine are taken: end one with "npm run lab -- down".`)
}

/** Ends the lab of a slot: whoever runs there is killed, and nothing outside of its folder stays. */
export async function leaveSlot(slot: LabSlot): Promise<void> {
  await clearSlot(slot)
  await killAll([slot.keeper])
}

/** Whether the process that holds a slot is still that one: its number may have gone to another since. */
export async function isHeld({ number, keeper }: LabSlot): Promise<boolean> {
  const files = await readdir(`/proc/${keeper}/fd`).catch(() => [])
  const open = await Promise.all(files.map(file => readlink(`/proc/${keeper}/fd/${file}`).catch(() => '')))
  return open.includes(lockFile(number))
}

const lockFile = (number: number) => `/run/lock/porthole-lab-${number}`

/** By a lock, which the kernel lets go whatever happens; null where somebody else has it. */
async function hold(file: string, lasts: boolean): Promise<number | null> {
  const keep = `echo held; exec ${lasts ? 'sleep infinity' : 'cat'}`
  const keeper = spawn('flock', ['--no-fork', '--nonblock', file, 'sh', '-c', keep], {
    stdio: [lasts ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    detached: lasts,
  })
  const held = await Promise.race([
    once(createInterface({ input: keeper.stdout as NodeJS.ReadableStream }), 'line').then(() => true),
    once(keeper, 'exit').then(() => false),
  ])
  keeper.stdout?.destroy()
  keeper.unref()
  return held ? (keeper.pid ?? null) : null
}

async function clearSlot({ prefix }: Pick<LabSlot, 'prefix'>): Promise<void> {
  const networks = (await readdir('/run/netns').catch(() => [])).filter(name => name.startsWith(prefix))
  await killAll((await Promise.all(networks.map(processesIn))).flat())
  // Links first: those of a namespace that is gone go a while later, and their names may be wanted before.
  for (const link of await linksOf(prefix)) await run('ip', ['link', 'delete', link]).catch(() => {})
  for (const name of networks) await run('ip', ['netns', 'delete', name])
  for (const group of await groupsOf(prefix))
    await run('find', [group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';'])
}

/** What a lab has left, or still has, outside of its folder: for the test that there is nothing. */
export async function tracesOf({ prefix }: Pick<LabSlot, 'prefix'>): Promise<string[]> {
  const networks = (await readdir('/run/netns').catch(() => [])).filter(name => name.startsWith(prefix))
  return [...networks, ...(await linksOf(prefix)), ...(await groupsOf(prefix))]
}

async function linksOf(prefix: string): Promise<string[]> {
  const { stdout } = await run('ip', ['-json', 'link', 'show'])
  return (JSON.parse(stdout) as { ifname: string }[])
    .map(({ ifname }) => ifname)
    .filter(name => name.startsWith(prefix))
}

async function groupsOf(prefix: string): Promise<string[]> {
  const { stdout } = await run('find', ['/sys/fs/cgroup', '-mindepth', '1', '-maxdepth', '2', '-name', `${prefix}*`])
  return stdout.split('\n').filter(Boolean)
}

async function processesIn(network: string): Promise<number[]> {
  return (await run('ip', ['netns', 'pids', network])).stdout.split('\n').filter(Boolean).map(Number)
}

/** SIGKILL, and waits until they are gone. */
export async function killAll(processes: readonly number[]): Promise<void> {
  const alive = processes.filter(pid => {
    try {
      return process.kill(pid, 'SIGKILL')
    } catch {
      return false // it is gone already
    }
  })
  await Promise.all(alive.map(pid => run('tail', ['--sleep-interval=0.02', `--pid=${pid}`, '-f', '/dev/null'])))
}
