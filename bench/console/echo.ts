import { type Figure, percentile } from '../figures.ts'
import type { Role, Stage, Way } from './stage.ts'

const rounds = 5
const seconds = 1
const busy: readonly Role[] = ['echo', 'flood', 'flood', 'flood', 'flood']

/** What a typist waits for: a key to the display and an answer back, alone and beside consoles that pour. */
export async function echo(stage: Stage): Promise<Figure[]> {
  const alone = await inTurn([stage.raw, stage.websockify, stage.porthole], ['echo'])
  const beside = await inTurn([stage.raw, stage.websockify, stage.porthole], busy)
  const added = (alone.get(stage.porthole)?.p50 ?? Number.NaN) - (alone.get(stage.raw)?.p50 ?? Number.NaN)
  const { p50 = Number.NaN, p99 = Number.NaN } = beside.get(stage.porthole) ?? {}
  return [
    { name: "a typist's echo alone, over raw TCP, p50", value: added, unit: 'ms', atMost: 0.35 },
    { name: 'echo beside four saturating consoles, p50', value: p50, unit: 'ms', atMost: 2 },
    { name: 'echo beside four saturating consoles, p99', value: p99, unit: 'ms', atMost: 10 },
  ]
}

async function inTurn(ways: readonly Way[], roles: readonly Role[]): Promise<Map<Way, { p50: number; p99: number }>> {
  const taken = new Map(ways.map(way => [way, { p50: [] as number[], p99: [] as number[] }]))
  for (let round = 0; round <= rounds; round++) {
    for (const way of ways) {
      const { echoP50, echoP99 } = await way.measure(roles, seconds)
      if (round === 0) continue
      taken.get(way)?.p50.push(echoP50)
      taken.get(way)?.p99.push(echoP99)
    }
  }
  return new Map(
    ways.map(way => {
      const { p50 = [], p99 = [] } = taken.get(way) ?? {}
      const medians = { p50: percentile(p50, 0.5), p99: percentile(p99, 0.5) }
      const beside = roles.length > 1 ? ' beside four that pour' : ''
      process.stdout.write(
        `      echo${beside}, ${way.name}: p50 ${medians.p50.toFixed(3)} ms, p99 ${medians.p99.toFixed(3)} ms\n`,
      )
      return [way, medians]
    }),
  )
}
