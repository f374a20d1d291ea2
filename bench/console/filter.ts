import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from '../figures.ts'
import { onStage, type Role } from './stage.ts'

const textBytes = 8192
const seconds = 3

/**
 * What reading every message of the browser costs: its share of all CPU that the server uses for a console which does
 * nothing but send. Seen by Node's own profiler, in a server of its own: it slows the others down.
 */
export async function filter(): Promise<Figure[]> {
  const share = async (role: Role) => ({ value: await shareOfFilter(role), unit: '%', atMost: 10 })
  return [
    { name: 'reading what browsers send, of its CPU: texts', ...(await share('send')) },
    { name: 'reading what browsers send, of its CPU: moves of the pointer', ...(await share('move')) },
  ]
}

async function shareOfFilter(role: Role): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'porthole-profile-'))
  try {
    await onStage(
      ({ porthole }) => porthole.measure([role], seconds, { size: textBytes }),
      ['--cpu-prof', `--cpu-prof-dir=${folder}`],
    )
    const [file = ''] = await readdir(folder)
    const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as Profile
    return (timeIn(profile, isFilter) / timeIn(profile, isPipe)) * 100
  } finally {
    await rm(folder, { recursive: true })
  }
}

interface Profile {
  readonly nodes: readonly Node[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}
interface Node {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string }
  readonly children?: readonly number[]
}

const isFilter = ({ callFrame }: Node) => /(client-messages|message-kinds|held-input)\.js$/.test(callFrame.url)
/** Where what a browser sends comes in: Node's reader of a socket, with all that it calls. */
const isPipe = ({ callFrame }: Node) => callFrame.functionName === 'onStreamRead'

/** The time in the functions that match and in all that they call. */
function timeIn({ nodes, samples, timeDeltas }: Profile, matches: (node: Node) => boolean): number {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const inside = new Set<number>()
  const enter = (id: number) => {
    inside.add(id)
    for (const child of byId.get(id)?.children ?? []) enter(child)
  }
  for (const node of nodes) if (matches(node)) enter(node.id)
  return samples.reduce((sum, id, at) => sum + (inside.has(id) ? (timeDeltas[at] ?? 0) : 0), 0)
}
