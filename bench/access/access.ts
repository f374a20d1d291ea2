import { report } from '../figures.ts'
import { absent } from './absent.ts'
import { checks } from './checks.ts'
import { cost } from './cost.ts'
import { sockets } from './sockets.ts'
import { onStage } from './stage.ts'

/** `npm run bench -- access`: what it costs that nobody does or sees what they may not, each figure beside its bound. */
const figures = await onStage(async stage => [
  ...(await cost(stage)),
  ...(await absent(stage)),
  ...(await sockets(stage)),
  ...(await checks(stage)),
])
process.exit(report(figures) ? 0 : 1)
