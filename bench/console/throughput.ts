import { type Figure, percentile } from '../figures.ts'
import type { Role, Stage, Way } from './stage.ts'

const rounds = 7
const seconds = 1.2
const gigabyte = 1e9

/** One console pouring pictures of 64 KiB, and fifty at once. */
export async function throughput(stage: Stage): Promise<Figure[]> {
  const one = await inTurn(stage, ['flood'])
  const fifty = await inTurn(
    stage,
    Array.from({ length: 50 }, () => 'flood'),
  )
  return [
    { name: 'one console: bytes a second, of websockify', value: one('rate', 'websockify'), unit: 'x', atLeast: 1.3 },
    { name: 'one console: CPU a byte, of websockify', value: one('cpu', 'websockify'), unit: 'x', atMost: 0.85 },
    { name: 'one console: CPU a byte, of the C relay', value: one('cpu', 'relay'), unit: 'x', atMost: 2.2 },
    { name: '50 consoles: bytes a second, of websockify', value: fifty('rate', 'websockify'), unit: 'x', atLeast: 1 },
    { name: '50 consoles: CPU a byte, of websockify', value: fifty('cpu', 'websockify'), unit: 'x', atMost: 0.8 },
    { name: '50 consoles: the slowest, of the median one', value: fifty('fair'), unit: 'x', atLeast: 0.5 },
  ]
}

interface Round {
  /** MB a second in all. */
  readonly rate: number
  /** CPU seconds a GB. */
  readonly cpu: number
  /** The slowest viewer's share of the median one's. */
  readonly fair: number
}

/**
 * All ways in turn, so that the machine's moods hit all alike. The answer gives the median over the rounds of one of
 * our figures, or of its ratio to another way's in the same round. The first round is not counted.
 */
async function inTurn(
  stage: Stage,
  roles: readonly Role[],
): Promise<(figure: keyof Round, of?: keyof Stage) => number> {
  const names = ['raw', 'websockify', 'relay', 'porthole'] as const
  const taken: Record<keyof Stage, Round>[] = []
  for (let round = 0; round <= rounds; round++) {
    const found = {} as Record<keyof Stage, Round>
    for (const name of names) found[name] = await once(stage[name], roles)
    if (round > 0) taken.push(found)
  }
  const median = (pick: (round: Record<keyof Stage, Round>) => number) => percentile(taken.map(pick), 0.5)
  for (const name of names) {
    const [rate, cpu] = [median(all => all[name].rate), median(all => all[name].cpu)]
    process.stdout.write(
      `      ${roles.length} x flood, ${stage[name].name}: ${rate.toFixed(0)} MB/s, ${cpu.toFixed(2)} CPU s/GB\n`,
    )
  }
  return (figure, of) => median(all => all.porthole[figure] / (of === undefined ? 1 : all[of][figure]))
}

async function once(way: Way, roles: readonly Role[]): Promise<Round> {
  const { seconds: took, bytes, cpu } = await way.measure(roles, seconds)
  const sum = bytes.reduce((all, one) => all + one, 0)
  return { rate: sum / took / 1e6, cpu: cpu / (sum / gigabyte), fair: Math.min(...bytes) / percentile(bytes, 0.5) }
}
