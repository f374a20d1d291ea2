import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClientFiles, makeHostFiles } from './lab-files.ts'
import { LabHost } from './lab-host.ts'
import { makeBridge, makeHostNetwork } from './lab-network.ts'
import { isHeld, LabError, type LabSlot, leaveSlot, mostHosts, takeSlot } from './lab-slot.ts'

/** Real libvirt hosts on this machine, on a network of their own. */
export interface Lab {
  readonly folder: string
  readonly slot: LabSlot
  readonly hosts: readonly LabHost[]
  /** Ends everything that runs there and leaves nothing behind. */
  stop(): Promise<void>
}

export interface LabOptions {
  readonly hosts: number
  /** Gives all hosts one folder: /srv/shared. */
  readonly shared?: boolean
  /** Where a lab lives that outlives this process; without it the lab ends with the process. */
  readonly folder?: string
}

interface State {
  readonly slot: LabSlot
  readonly shared: string | null
  readonly supervisors: readonly (number | null)[]
}

const stateFile = (folder: string) => join(folder, 'lab.json')

/** Starts a lab. Needs root; takes about a second and some 20 MiB for each host. */
export async function startLab({ hosts, shared = false, folder }: LabOptions): Promise<Lab> {
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > mostHosts) {
    throw new LabError(`A lab has 1 to ${mostHosts} hosts.`)
  }
  if (process.getuid?.() !== 0)
    throw new LabError('A lab makes network namespaces, which only root may: run it as root.')
  const lasts = folder !== undefined
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'porthole-lab-')))
  if (lasts && (await openLab(home)) !== null)
    throw new LabError('The lab is up already: "npm run lab -- down" ends it.')
  await mkdir(home, { recursive: true })
  const slot = await takeSlot(lasts)
  const place = { folder: home, slot, lasts, shared: shared ? join(home, 'shared') : null }
  const lab = labOf(
    home,
    slot,
    Array.from({ length: hosts }, (_, index) => new LabHost({ ...place, number: index + 1 })),
  )
  try {
    if (place.shared !== null) await mkdir(place.shared, { mode: 0o755 })
    await makeClientFiles(home)
    await makeBridge(slot)
    for (const { place } of lab.hosts) {
      await makeHostFiles(home, slot, place.number, hosts)
      await makeHostNetwork(slot, place.number)
    }
    await Promise.all(lab.hosts.map(host => host.powerOn()))
    if (lasts) await saveLab(lab)
  } catch (error) {
    await lab.stop()
    throw error
  }
  return lab
}

/** A lab that an earlier process started; null where there is none. What the machine's restart ended is swept away. */
export async function openLab(folder: string): Promise<Lab | null> {
  const text = await readFile(stateFile(folder), 'utf8').catch(() => null)
  if (text === null) return null
  const { slot, shared, supervisors } = JSON.parse(text) as State
  if (!(await isHeld(slot))) {
    await rm(folder, { recursive: true, force: true })
    return null
  }
  const place = { folder, slot, lasts: true, shared }
  return labOf(
    folder,
    slot,
    supervisors.map((pid, index) => new LabHost({ ...place, number: index + 1 }, pid)),
  )
}

/** Remembers which hosts are on, for the next `openLab`. */
export async function saveLab({ folder, slot, hosts }: Lab): Promise<void> {
  const state: State = { slot, shared: hosts[0]?.place.shared ?? null, supervisors: hosts.map(host => host.supervisor) }
  await writeFile(stateFile(folder), JSON.stringify(state))
}

function labOf(folder: string, slot: LabSlot, hosts: readonly LabHost[]): Lab {
  return {
    folder,
    slot,
    hosts,
    async stop() {
      for (const host of hosts) if (host.supervisor !== null) await host.powerOff()
      await leaveSlot(slot)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
