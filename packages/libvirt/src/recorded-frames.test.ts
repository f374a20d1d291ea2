import { expect, test } from 'vitest'
import { recordedFrames } from '../test/recorded/frames.ts'
import { encodeFields, programs } from '../test/table-codec.ts'
import { type Frame, headerSize, MessageStatus, MessageType, readFrame, writeHeader } from './frame.ts'
import { events } from './protocol/events.gen.ts'
import type { Procedure } from './protocol/procedure.ts'
import { procedures } from './protocol/procedures.ts'
import { readRemoteError, writeRemoteError } from './protocol/structures.gen.ts'
import { int } from './protocol/typed-params.ts'
import { XdrReader } from './xdr-reader.ts'
import { XdrWriter } from './xdr-writer.ts'

const frames = recordedFrames('test-driver.txt')
const rowOf = (name: string) => {
  const row = programs.remote.procedures[name]
  if (!row) throw new Error(`the table has no ${name}`)
  return row
}
const procedureOf = (number: number) =>
  Object.values(procedures as Record<string, Procedure<unknown, unknown>>).find(
    procedure => procedure.program === programs.remote.program && procedure.number === number,
  ) as Procedure<unknown, unknown>

const ofKind = (kind: string) => frames.filter(frame => frame.kind === kind).map(frame => [frame.name, frame] as const)
const payloadOf = (bytes: Buffer) => bytes.subarray(headerSize)
const read = <T>(frame: Frame, decode: (reader: XdrReader) => T): T => {
  const reader = new XdrReader(frame.bytes, headerSize)
  const value = decode(reader)
  reader.end()
  return value
}

/** The statistics that were recorded are all `int`; what we read does not say so any more. */
const withTypes = (reply: { retStats?: { params: Record<string, unknown> }[] }): Record<string, unknown> => ({
  ...reply,
  retStats: reply.retStats?.map(({ params, ...record }) => ({
    ...record,
    params: Object.fromEntries(Object.entries(params).map(([field, value]) => [field, int(value as number)])),
  })),
})

test('the recording holds every kind of frame', () => {
  expect(new Set(frames.map(frame => frame.kind))).toEqual(new Set(['call', 'reply', 'event', 'error']))
})

test.each(ofKind('call'))('our call %s is the bytes that libvirtd took', (_name, { bytes, args }) => {
  const header = readFrame(bytes)
  const writer = new XdrWriter()
  writer.skip(headerSize)
  procedureOf(header.procedure).writeArgs(writer, args)
  const ours = writer.finish()
  writeHeader(ours, { ...header, type: MessageType.call, status: MessageStatus.ok })
  expect(ours).toEqual(bytes)
})

test.each(ofKind('reply'))('the reply to %s reads as the table says', (name, { bytes }) => {
  const frame = readFrame(bytes)
  expect(frame).toMatchObject({ type: MessageType.reply, status: MessageStatus.ok, procedure: rowOf(name).number })
  const reply = read(frame, procedureOf(frame.procedure).readReply)
  const again = encodeFields(rowOf(name).reply ?? {}, withTypes(reply ?? {}))
  expect(Buffer.from(again)).toEqual(payloadOf(bytes))
})

test.each(ofKind('event'))('the event %s reads as the table says', (name, { bytes }) => {
  const frame = readFrame(bytes)
  const kind = Object.values(events).find(event => event.number === frame.procedure)
  const { callbackID, message } = read(frame, reader => ({ callbackID: reader.int(), message: kind?.read(reader) }))
  expect(Buffer.from(encodeFields(rowOf(name).message ?? {}, { ...message, callbackID }))).toEqual(payloadOf(bytes))
})

test.each(ofKind('error'))('the error of %s keeps everything libvirt said', (_name, { bytes }) => {
  const error = read(readFrame(bytes), readRemoteError)
  expect(error).toMatchObject({ code: 42, domain: 12, level: 2 })
  const writer = new XdrWriter()
  writeRemoteError(writer, error)
  expect(writer.finish()).toEqual(payloadOf(bytes))
})

test('values come out as a person reads them', () => {
  const values = Object.fromEntries(
    ofKind('reply').map(([name, { bytes }]) => [
      name,
      read(readFrame(bytes), procedureOf(readFrame(bytes).procedure).readReply),
    ]),
  )
  expect(values.NODE_GET_INFO).toMatchObject({ model: 'i686', memory: 3_145_728, cpus: 16 })
  expect(values.CONNECT_LIST_ALL_DOMAINS).toEqual({
    domains: [{ name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }],
    ret: 1,
  })
  expect(values.DOMAIN_GET_INFO).toMatchObject({ state: 1, maxMem: 8_388_608, memory: 2_097_152, nrVirtCpu: 2 })
})
