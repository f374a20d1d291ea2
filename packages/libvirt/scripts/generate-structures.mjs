import { banner, pascal, readerOf, wireType, writerOf } from './wire-type.mjs'

const meaning = {
  domain: 'A virtual machine: `id` is -1 while it is off.',
  storage_vol: 'A volume: `pool` and `name`, and `key`, which is unique on the host (for files the path).',
}

/** structures.gen.ts: an interface, a reader and a writer for each structure that procedures share. */
export function generateStructures(structures) {
  let text = `${banner}
import type { Hyper, XdrReader } from '../xdr-reader.ts'
import type { XdrWriter } from '../xdr-writer.ts'
import { readTypedParams, type TypedParams, type TypedParamsToSend, writeTypedParams } from './typed-params.ts'

export { readTypedParams, type TypedParams, type TypedParamsToSend, writeTypedParams }
`
  for (const [name, fields] of Object.entries(structures)) {
    const type = pascal(name)
    text += `\n/** ${meaning[name] ?? `libvirt's structure \`${name}\`.`} */\n`
    text += `export interface ${type} {\n${Object.entries(fields)
      .map(([field, of]) => `  ${field}: ${wireType(of).type}\n`)
      .join('')}}\n`
    text += `export const read${type} = (r: XdrReader): ${type} => (${readerOf(fields)})\n`
    text += `export const write${type} = (w: XdrWriter, v: ${type}): void => { ${writerOf(fields, 'v')} }\n`
  }
  return text
}
