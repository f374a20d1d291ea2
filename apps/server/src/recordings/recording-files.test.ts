import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { magic, piece, pieceKinds, scanDisplay } from './display-file.ts'
import { KeptRecording } from './kept-recording.ts'
import { RecordingFiles } from './recording-files.ts'
import { castHeader, castLine } from './serial-file.ts'

const log = pino({ level: 'silent' })
let data: string
let files: RecordingFiles
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'porthole-test-'))
  files = new RecordingFiles(data, log)
  await files.load()
})
afterEach(() => rm(data, { recursive: true }))

const recording = (kind: 'display' | 'serial', keys = false) =>
  new KeptRecording({
    ...{ id: randomUUID(), kind, device: kind === 'serial' ? 'serial0' : null, by: null, keys },
    ...{ vm: { id: randomUUID(), host: 'local', name: 'vm' }, startedAt: new Date().toISOString() },
  })

const pieces = [
  piece(pieceKinds.begin, 0, Buffer.from('init')),
  piece(pieceKinds.display, 20, randomBytes(500)),
  piece(pieceKinds.display, 900, randomBytes(300)),
  piece(pieceKinds.begin, 60_000, Buffer.from('init')),
  piece(pieceKinds.display, 60_010, randomBytes(700)),
]
const whole = Buffer.concat([magic, ...pieces])

it('finds what a server that ended without a word had written, wherever that was cut', async () => {
  const kept = recording('display')
  await files.save(kept)
  for (const cut of [...Array.from({ length: 40 }, (_, i) => i * 41), whole.length]) {
    const torn = cut % 2 === 0 ? whole.subarray(0, cut) : Buffer.concat([whole.subarray(0, cut), Buffer.alloc(40)])
    await writeFile(files.path(kept), torn)
    await writeFile(join(data, 'recordings', `${kept.id}.json`), JSON.stringify(kept.index()))
    const after = new RecordingFiles(data, log)
    await after.load()
    await after.recover()
    const found = after.get(kept.id)
    const ends = pieces.map((_, i) => Buffer.concat([magic, ...pieces.slice(0, i + 1)]).length)
    const good = ends.findLast(end => end <= cut)
    if (good === undefined) {
      expect(found).toBeUndefined()
      continue
    }
    expect(found).toMatchObject({ end: 'crash', bytes: good })
    expect((await stat(files.path(kept))).size).toBe(good)
    expect((await scanDisplay(files.path(kept))).bytes).toBe(good)
  }
  const found = new RecordingFiles(data, log)
  await found.load()
  await found.recover()
  expect(found.get(kept.id)?.index()).toMatchObject({
    length: 60_010,
    starts: [
      { at: 0, offset: magic.length },
      { at: 60_000, offset: Buffer.concat([magic, ...pieces.slice(0, 3)]).length },
    ],
    moving: [
      [20, 900],
      [60_010, 60_010],
    ],
  })
})

it('knows at once what is there, and goes through it in blocks', async () => {
  const kept = recording('display')
  await files.save(kept)
  const many = Buffer.concat(Array.from({ length: 20_000 }, (_, at) => piece(pieceKinds.display, at, randomBytes(120))))
  const long = Buffer.concat([whole, many])
  await writeFile(files.path(kept), long)
  const after = new RecordingFiles(data, log)
  await after.load()
  const [there] = after.list()
  expect(there).toMatchObject({ id: kept.id, end: null })
  const read = vi.spyOn(fs, 'read')
  await after.recover()
  expect(there).toMatchObject({ end: 'crash', bytes: long.length, length: 19_999 })
  // Blocks, not pieces.
  expect(read.mock.calls.length).toBeGreaterThan(0)
  expect(read.mock.calls.length).toBeLessThan(20)
})

it('keeps the whole lines of a serial console', async () => {
  const kept = recording('serial')
  await files.save(kept)
  const lines = Buffer.concat([castHeader('vm', new Date()), castLine(500, 'login: '), castLine(1500, 'ü')])
  await writeFile(files.path(kept), lines)
  await truncate(files.path(kept), lines.length - 3)
  const after = new RecordingFiles(data, log)
  await after.load()
  await after.recover()
  expect(after.get(kept.id)).toMatchObject({ end: 'crash', length: 500 })
  const text = await readFile(files.path(kept), 'utf8')
  expect(
    text
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line)),
  ).toMatchObject([{ version: 2 }, [0.5, 'o', 'login: ']])
})

it('forgets what was described before anything was written', async () => {
  const kept = recording('display')
  await files.save(kept)
  const after = new RecordingFiles(data, log)
  await after.load()
  await after.recover()
  expect(after.list()).toEqual([])
  await expect(stat(join(data, 'recordings', `${kept.id}.json`))).rejects.toThrow('ENOENT')
})
