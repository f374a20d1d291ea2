// Writes src/**/*.gen.ts from protocol/*.json:  node packages/libvirt/scripts/generate.mjs
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateConstants } from './generate-constants.mjs'
import { generateEvents } from './generate-events.mjs'
import { generateKeepAlive } from './generate-keepalive.mjs'
import { generateProcedures } from './generate-procedures.mjs'
import { generateStructures } from './generate-structures.mjs'

const root = new URL('..', import.meta.url)
const read = name => JSON.parse(readFileSync(new URL(`protocol/${name}.json`, root), 'utf8'))

/** Every generated file: its path below the package, and its text. */
export function generate() {
  const programs = Object.fromEntries(['remote', 'qemu', 'lxc', 'admin'].map(name => [name, read(name)]))
  const { structures } = read('structures')
  return {
    'src/constants.gen.ts': generateConstants(read('constants')),
    'src/protocol/structures.gen.ts': generateStructures(structures),
    'src/protocol/remote.gen.ts': generateProcedures('remote', programs.remote),
    'src/protocol/qemu.gen.ts': generateProcedures('qemu', programs.qemu),
    'src/protocol/lxc.gen.ts': generateProcedures('lxc', programs.lxc),
    'src/protocol/admin.gen.ts': generateProcedures('admin', programs.admin),
    'src/protocol/keepalive.gen.ts': generateKeepAlive(read('keepalive')),
    'src/protocol/events.gen.ts': generateEvents(read('events'), programs),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of Object.entries(generate())) writeFileSync(new URL(path, root), text)
}
