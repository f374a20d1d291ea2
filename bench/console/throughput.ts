import { type Figure, percentile } from '../figures.ts'
import { cpuSeconds } from './processes.ts'
import type { Role, Stage, Way } from './stage.ts'

const rounds = 5
const seconds = 1.5
const gigabyte = 1e9

/** One console pouring pictures of 64 KiB, and fifty at once. */
export async function throughput(stage: Stage): Promise<Figure[]> {
  const one = await interleaved(stage, ['flood'])
  const fifty = await interleaved(stage, Array.from({ length: 50 }, () => 'flood'))
  const ratio = (name: string, ours: number, theirs: number) => ({ name, value: ours / theirs, unit: 'x' })
  return [
    {
      ...ratio('one console: bytes a second, of websockify', one.porthole.rate, one.websockify.rate),
      atLeast: 1.3,
    },
    { ...ratio('one console: CPU a byte, of websockify', one.porthole.cpu, one.websockify.cpu), atMost: 0.85 },
    { ...ratio('one console: CPU a byte, of the C relay', one.porthole.cpu, one.relay.cpu), atMost: 2.2 },
    { ...ratio('50 consoles: bytes a second, of websockify', fifty.porthole.rate, fifty.websockify.rate), atLeast: 1 },
    { ...ratio('50 consoles: CPU a byte, of websockify', fifty.porthole.cpu, fifty.websockify.cpu), atMost: 0.8 },
    { name: '50 consoles: the slowest, of the median', value: fifty.porthole.fair, unit: 'x', atLeast: 0.5 },
  ]
}

interface Medians {
  /** MB a second in all. */
  readonly rate: number
  /** CPU seconds a GB. */
  readonly cpu: number
  /** The slowest viewer's share of the median one's. */
  readonly fair: number
}

type Contender = Exclude<keyof Stage, 'raw'> | 'raw'

/** The medians of all ways, taken in turn so that the machine's moods hit all alike. The first round is not counted. */
async function interleaved(stage: Stage, roles: readonly Role[]): Promise<Record<Contender, Medians>> {
  const names: Contender[] = ['raw', 'websockify', 'relay', 'porthole']
  const taken = new Map<Contender, Medians[]>(names.map(name => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const found = await once(stage[name], roles)
      if (round > 0) taken.get(name)?.push(found)
    }
  }
  const medians = Object.fromEntries(
    names.map(name => {
      const all = taken.get(name) ?? []
      const median = (pick: (round: Medians) => number) => percentile(all.map(pick), 0.5)
      return [name, { rate: median(r => r.rate), cpu: median(r => r.cpu), fair: Math.min(...all.map(r => r.fair)) }]
    }),
  ) as Record<Contender, Medians>
  for (const name of names) {
    const { rate, cpu } = medians[name]
    process.stdout.write(`      ${roles.length} x flood, ${name}: ${rate.toFixed(0)} MB/s, ${cpu.toFixed(2)} CPU s/GB\n`)
  }
  return medians
}

async function once(way: Way, roles: readonly Role[]): Promise<Medians> {
  const before = way.pid === null ? 0 : cpuSeconds(way.pid)
  const { seconds: took, bytes, total } = await way.measure(roles, seconds)
  const used = way.pid === null ? 0 : cpuSeconds(way.pid) - before
  const sum = bytes.reduce((all, one) => all + one, 0)
  return { rate: sum / took / 1e6, cpu: used / (total / gigabyte), fair: Math.min(...bytes) / percentile(bytes, 0.5) }
}
