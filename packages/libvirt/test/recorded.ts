// Notes what a test file really asked a real daemon, as seen on the wire, and holds it to what TESTED.md says of that file.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, expect } from 'vitest'
// @ts-expect-error The script is plain JavaScript, so that node runs it as it is.
import { checkedIn, notesFolder, versions } from '../scripts/tested-page.mjs'
import { ErrorNumber } from '../src/constants.gen.ts'
import { LibvirtError } from '../src/errors.ts'
import { type Frame, headerSize, MessageStatus, MessageType, readFrame } from '../src/frame.ts'
import { FrameSplitter } from '../src/frame-splitter.ts'
import { procedures } from '../src/protocol/procedures.ts'
import { readRemoteError } from '../src/protocol/structures.gen.ts'
import type { Transport } from '../src/transport.ts'
import { XdrReader } from '../src/xdr-reader.ts'
import { testsWithVirsh } from './virsh.ts'

/** How a procedure went in one test file: compared with virsh, answered, or else libvirt's refusal by name. */
type Outcome = string

type Notes = Record<string, Record<string, Outcome>>

interface Asked {
  readonly procedure: string
  /** QEMU is meant where nothing is said. */
  readonly driver: string
  readonly test: string | undefined
  outcome: string
}

const nameOf = new Map(
  Object.entries(procedures).map(([name, { program, number }]) => [`${program}/${number}`, name] as const),
)
const codeNames = new Map(Object.entries(ErrorNumber).map(([name, code]) => [code as number, name]))
const asked: Asked[] = []

/** A transport that notes each call of a known procedure and how the daemon answered it. */
export function recorded(transport: Transport, driver = 'qemu'): Transport {
  return {
    ...transport,
    open: async signal => {
      const duplex = await transport.open(signal)
      listenIn(duplex, driver)
      return duplex
    },
  }
}

function listenIn(duplex: Duplex, driver: string): void {
  const waiting = new Map<number, Omit<Asked, 'outcome'>>()
  const outgoing = new FrameSplitter()
  const incoming = new FrameSplitter()
  const write = duplex.write.bind(duplex) as (...args: unknown[]) => boolean
  duplex.write = (chunk: Uint8Array, ...rest: unknown[]): boolean => {
    outgoing.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), bytes => {
      const { type, program, procedure: number, serial } = readFrame(bytes)
      const procedure = nameOf.get(`${program}/${number}`)
      const test = expect.getState().currentTestName
      if (type === MessageType.call && procedure) waiting.set(serial, { procedure, driver, test })
    })
    return write(chunk, ...rest)
  }
  duplex.prependListener('data', (chunk: Buffer) => {
    incoming.push(chunk, bytes => {
      const frame = readFrame(bytes)
      const call = waiting.get(frame.serial)
      if (frame.type !== MessageType.reply || !call) return
      waiting.delete(frame.serial)
      asked.push({ ...call, outcome: outcomeOf(frame) })
    })
  })
}

function outcomeOf({ status, bytes }: Frame): string {
  if (status === MessageStatus.ok) return 'answered'
  const error = new LibvirtError(readRemoteError(new XdrReader(bytes, headerSize)), '')
  return error.unsupported ? 'unknown here' : (codeNames.get(error.code) ?? `error ${error.code}`)
}

/** What became of each procedure: the best that happened, by procedure and then by place. */
function record(file: string): Notes {
  const outcomes: Notes = {}
  const rank = (outcome: Outcome | undefined) => ['compared', 'answered', outcome].indexOf(outcome)
  for (const { procedure, driver, test, outcome } of asked) {
    const place = driver === 'qemu' ? file : `${file} (${driver})`
    const places = outcomes[procedure] ?? {}
    outcomes[procedure] = places
    const compared = outcome === 'answered' && test !== undefined && testsWithVirsh.has(test)
    const now = compared ? 'compared' : outcome
    if (places[place] === undefined || rank(now) < rank(places[place])) places[place] = now
  }
  return outcomes
}

/** Test files of the proof go by their name, others by their path. */
const root = fileURLToPath(new URL('../../..', import.meta.url))
const called = (path: string): string =>
  path
    .slice(root.length)
    .replace(/^packages\/libvirt\/src\/procedures\//, '')
    .replace(/\.test\.ts$/, '')

// biome-ignore lint/correctness/noEmptyPattern: vitest hands the suite over second, and wants a pattern first.
afterAll(({}, suite) => {
  if (!suite.tasks.every(({ result }) => result?.state === 'pass')) return // a part of a file asks only a part
  const file = called(expect.getState().testPath ?? '')
  const now = record(file)
  if (process.env.PORTHOLE_TESTED === 'write') {
    mkdirSync(notesFolder, { recursive: true })
    writeFileSync(join(notesFolder, `${file.replaceAll('/', '-')}.json`), JSON.stringify(now))
    return
  }
  const { libvirt, notes } = checkedIn() as { libvirt: string; notes: Notes }
  const [told, seen] = [claims(notes, file), claims(now, file)]
  const other = versions().libvirt !== libvirt
  // Another libvirt may do more than the one that the page was made with, never less.
  expect(other ? told.filter(claim => seen.includes(claim)) : seen, staleness).toEqual(told)
})

const staleness =
  'TESTED.md claims something else of this file than what it really asks. Make the page anew: npm run tested -w packages/libvirt'

/** What notes say of a file, a line for each answer. Refusals are not held to: they differ between hosts. */
function claims(notes: Notes, file: string): string[] {
  return Object.entries(notes)
    .flatMap(([procedure, places]) =>
      Object.entries(places)
        .filter(
          ([place, outcome]) => place.split(' ')[0] === file && (outcome === 'compared' || outcome === 'answered'),
        )
        .map(([place, outcome]) => `${procedure}: ${outcome} in ${place}`),
    )
    .sort()
}
