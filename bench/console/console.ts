import { report } from '../figures.ts'
import { again } from './again.ts'
import { echo } from './echo.ts'
import { far } from './far.ts'
import { filter } from './filter.ts'
import { key } from './key.ts'
import { many } from './many.ts'
import { opening } from './opening.ts'
import { pixel } from './pixel.ts'
import { onStage } from './stage.ts'
import { throughput } from './throughput.ts'
import { whole } from './whole.ts'

/**
 * `npm run bench -- console`: the way of a console through the server, beside Debian's websockify, a relay in C and
 * raw TCP, with the same display and the same viewers in the same run; and QEMU's own display, straight and in a
 * browser. With names it measures those parts alone.
 */
const parts = { throughput, echo, whole }
const apart = { many, filter, key, pixel, opening, again, far }
const named = process.argv.slice(2)
const unknown = named.filter(name => !(name in parts || name in apart))
if (unknown.length > 0) throw new Error(`no such part: ${unknown}; there are ${Object.keys({ ...parts, ...apart })}`)
const wanted = (name: string) => named.length === 0 || named.includes(name)

const figures = []
if (Object.keys(parts).some(wanted)) {
  const found = await onStage(async stage => {
    const found = []
    for (const [name, part] of Object.entries(parts)) if (wanted(name)) found.push(await part(stage))
    return found.flat()
  })
  figures.push(...found)
}
for (const [name, part] of Object.entries(apart)) if (wanted(name)) figures.push(...(await part()))
process.exit(report(figures) ? 0 : 1)
