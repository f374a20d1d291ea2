import { report } from '../figures.ts'
import { echo } from './echo.ts'
import { onStage } from './stage.ts'
import { throughput } from './throughput.ts'

/**
 * `npm run bench -- console`: the way of a console through the server, beside Debian's websockify, a relay in C and
 * raw TCP, with the same display and the same viewers in the same run.
 */
const figures = await onStage(async stage => [...(await throughput(stage)), ...(await echo(stage))])
process.exit(report(figures) ? 0 : 1)
