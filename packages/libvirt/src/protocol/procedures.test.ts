import { describe, expect, test } from 'vitest'
import { dice } from '../../test/dice.ts'
import { asRead, encodeFields, inventFields, programs } from '../../test/table-codec.ts'
import { XdrReader } from '../xdr-reader.ts'
import { XdrWriter } from '../xdr-writer.ts'
import type { EventKind } from './event-kind.ts'
import { events } from './events.gen.ts'
import type { Procedure } from './procedure.ts'
import { procedures } from './procedures.ts'

const camel = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

const rounds = 8

/** A daemon keeps parameters that are strings from those who do not set VIR_TYPED_PARAM_STRING_OKAY (4); ports have none and refuse it. */
const wantsStrings = (name: string, { args, reply }: (typeof programs)['remote']['procedures'][string]) =>
  name === 'DOMAIN_GET_LAUNCH_SECURITY_INFO' ||
  (name !== 'NETWORK_PORT_GET_PARAMETERS' &&
    Boolean(args?.flags && args.nparams && reply?.params?.startsWith('typed_param')))

describe.each(Object.entries(programs))('program %s', (programName, { program, version, procedures: rows }) => {
  const calls = Object.entries(rows).filter(([, row]) => !row.message)

  test.each(calls)('%s', (name, row) => {
    const ours = camel(programName === 'remote' ? name : `${programName}_${name}`)
    const procedure = procedures[ours as keyof typeof procedures] as Procedure<unknown, unknown>
    expect(procedure).toMatchObject({ program, version, number: row.number, stream: row.stream ?? null })
    const pick = dice(row.number + 7)
    for (let round = 0; round < rounds; round++) {
      const args = inventFields(row.args ?? {}, pick)
      const writer = new XdrWriter()
      procedure.writeArgs(writer, args)
      const sent = wantsStrings(name, row) ? { ...args, flags: ((args.flags as number) | 4) >>> 0 } : args
      expect(writer.finish()).toEqual(Buffer.from(encodeFields(row.args ?? {}, sent)))

      const reply = inventFields(row.reply ?? {}, pick)
      const bytes = Buffer.from(encodeFields(row.reply ?? {}, reply))
      const reader = new XdrReader(bytes)
      expect(procedure.readReply(reader)).toEqual(row.reply ? asRead(reply) : undefined)
      reader.end()
    }
  })

  test('has no procedure that the table does not have', () => {
    const ours = Object.values(procedures as Record<string, Procedure<unknown, unknown>>).filter(
      entry => entry.program === program,
    )
    expect(ours.map(entry => entry.number).sort((a, b) => a - b)).toEqual(
      calls.map(([, row]) => row.number).sort((a, b) => a - b),
    )
  })
})

test.each(Object.entries(events) as [string, EventKind<unknown>][])('event %s', (_name, kind) => {
  const { procedures: rows } = kind.family === 'qemu' ? programs.qemu : programs.remote
  const { callbackID: _, ...fields } = Object.values(rows).find(row => row.number === kind.number)?.message ?? {}
  const pick = dice(kind.number)
  for (let round = 0; round < rounds; round++) {
    const message = inventFields(fields, pick)
    const reader = new XdrReader(Buffer.from(encodeFields(fields, message)))
    expect(kind.read(reader)).toEqual(asRead(message))
    reader.end()
  }
})
