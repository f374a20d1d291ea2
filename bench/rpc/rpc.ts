import { report } from '../figures.ts'
import { calls } from './calls.ts'
import { fleet } from './fleet.ts'
import { onStage } from './stage.ts'
import { volumes } from './volumes.ts'

/**
 * `npm run bench -- rpc`: our client beside libvirt's own C library, on the same daemon in the same run.
 * Every figure is a ratio of medians of interleaved rounds, beside its bound.
 */
const figures = await onStage(async stage => [
  ...(await calls(stage)),
  ...(await fleet(stage)),
  ...(await volumes(stage)),
])
process.exit(report(figures) ? 0 : 1)
