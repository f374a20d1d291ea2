import { report } from '../figures.ts'
import { echo } from './echo.ts'
import { filter } from './filter.ts'
import { many } from './many.ts'
import { onStage } from './stage.ts'
import { throughput } from './throughput.ts'
import { whole } from './whole.ts'

/**
 * `npm run bench -- console`: the way of a console through the server, beside Debian's websockify, a relay in C and
 * raw TCP, with the same display and the same viewers in the same run. With a name it measures that part alone.
 */
const parts = { throughput, echo, whole }
const apart = { many, filter }
const [only] = process.argv.slice(2)
const figures = await onStage(async stage => {
  const found = []
  for (const [name, part] of Object.entries(parts))
    if (only === undefined || only === name) found.push(await part(stage))
  return found.flat()
})
for (const [name, part] of Object.entries(apart)) {
  if (only === undefined || only === name) figures.push(...(await part()))
}
process.exit(report(figures) ? 0 : 1)
