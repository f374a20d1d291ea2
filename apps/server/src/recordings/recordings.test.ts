import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { closeCodes } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { openConsole } from '../consoles/open-console.ts'
import { openDisplay } from '../consoles/open-display.ts'
import { changeSettings } from '../settings/change-settings.ts'
import { forceOffVm } from '../vms/force-off-vm.ts'
import { startVm } from '../vms/start-vm.ts'
import { deleteRecording } from './delete-recording.ts'
import { scanDisplay } from './display-file.ts'
import { getRecording } from './get-recording.ts'
import { listVmRecordings } from './list-vm-recordings.ts'
import { readRecording } from './read-recording.ts'
import { readRecordingKeys } from './read-recording-keys.ts'
import { DisplayRecorder } from './record-display.ts'
import { recordVm } from './record-vm.ts'
import { startRecording } from './start-recording.ts'
import { stopRecording } from './stop-recording.ts'

const ann = caller(undefined, 'ann')
let live: LiveCore
let door: ConsoleDoor
let guest: Guest
beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'recorded', { devices: `<serial type='pty'/>` })
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
})
afterAll(async () => {
  await guest.remove()
  await live[Symbol.asyncDispose]()
})
beforeEach(async () => {
  door = await openDoor(live.core, () => ann)
})
afterEach(async () => {
  door.close()
  await recordVm(live.core, { id: guest.uuid, always: false }, ann)
  for (const { id } of (await list()).filter(({ end }) => end === null))
    await stopRecording(live.core, { recording: id }, ann)
  for (const { id } of await list()) await deleteRecording(live.core, { recording: id }, ann)
  await changeSettings(live.core, { recordRoles: [], recordKeys: false, recordingDays: 90, recordingGiB: 20 }, ann)
})

const list = async () => (await listVmRecordings(live.core, { id: guest.uuid }, ann)).recordings
const view = async () => {
  const { ticket } = await openConsole(live.core, { id: guest.uuid }, ann)
  const viewer = new RfbViewer(door.url, ticket)
  await viewer.handshake()
  return viewer
}
const rows = async (...actions: string[]) => {
  await live.core.audit.written()
  const found = await live.core.database.auditRow.findMany({
    where: { action: { in: actions } },
    orderBy: { seq: 'asc' },
  })
  return found.map(({ action, object, args }) => ({ action, object, ...(JSON.parse(args) as object) }))
}
const text = async (body: unknown) => new Response(body as ReadableStream).text()
const key = Buffer.from([255, 0, 0, 1, 0, 0, 0, 0x61, 0, 0, 0, 0x1e, 255, 0, 0, 0, 0, 0, 0, 0x61, 0, 0, 0, 0x1e])

it('records at somebody’s wish until it is stopped, without anybody at the console, and says so to who comes', async () => {
  const { recording } = await startRecording(live.core, { id: guest.uuid, device: null }, ann)
  await expect(startRecording(live.core, { id: guest.uuid, device: null }, ann)).rejects.toThrow('recorded already')
  await expect(deleteRecording(live.core, { recording }, ann)).rejects.toThrow('still being written')
  await expect.poll(async () => (await list())[0]?.bytes).toBeGreaterThan(1000)
  const viewer = await view()
  await expect.poll(() => viewer.room?.recorded).toEqual({ recording, by: 'Test', keys: false })
  viewer.send(key)
  viewer.send(Buffer.from([5, 1, 0, 40, 0, 30, 5, 0, 0, 40, 0, 30]))
  await stopRecording(live.core, { recording }, ann)
  await expect.poll(() => viewer.room?.recorded).toBeNull()
  viewer.close()

  const index = await getRecording(live.core, { recording }, ann)
  expect(index).toMatchObject({ end: 'stopped', by: 'Test', starts: [{ offset: 19 }], vm: { name: guest.name } })
  const kept = live.core.recordings.files.get(recording)
  const path = kept ? live.core.recordings.files.path(kept) : ''
  expect(await scanDisplay(path)).toMatchObject({ bytes: (await stat(path)).size })
  expect((await stat(path)).mode & 0o077).toBe(0)
  const { body } = await readRecording(live.core, { recording, from: 19, until: 200 }, ann)
  const part = Buffer.from(await new Response(body as ReadableStream).arrayBuffer())
  expect(part.equals((await readFile(path)).subarray(19, 200))).toBe(true)
  await expect(readRecordingKeys(live.core, { recording }, ann)).rejects.toThrow('no keys')
  const of = { object: `vm:${guest.uuid}`, recording }
  expect(await rows('recordingStarted', 'recordingEnded', 'recordingWatched')).toMatchObject([
    { ...of, action: 'recordingStarted' },
    { ...of, action: 'recordingEnded', end: 'stopped' },
    { ...of, action: 'recordingWatched' },
  ])
})

it('records whoever has a role that is recorded, keys too where those are, and goes on for who comes back soon', async () => {
  await changeSettings(live.core, { recordRoles: ['manager'], recordKeys: true }, ann)
  const viewer = await view()
  await expect.poll(() => viewer.room?.recorded).toMatchObject({ by: null, keys: true })
  viewer.send(key)
  await expect
    .poll(() => live.core.recordings.writing({ id: guest.uuid, host: live.link.id, device: null })?.tape.now)
    .toBeGreaterThan(0)
  const again = await view()
  viewer.close()
  await expect.poll(() => again.room?.viewers.length).toBe(1)
  const [running] = await list()
  expect(await list()).toMatchObject([{ end: null }])
  await stopRecording(live.core, { recording: running?.id ?? '' }, ann)
  // Somebody who must be recorded is still there: another one begins.
  await expect.poll(async () => (await list()).map(({ end }) => end)).toEqual([null, 'stopped'])
  const { body } = await readRecordingKeys(live.core, { recording: running?.id ?? '' }, ann)
  const keys = (await text(body))
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(keys).toMatchObject([
    { who: 'Test', keysym: 0x61, down: true },
    { who: 'Test', keysym: 0x61, down: false },
  ])
  again.close()
})

it('records a VM that always is, from the moment on when that is said, and closes it where that is not possible', async () => {
  const viewer = await view()
  await expect.poll(() => viewer.room?.recorded).toBeNull()
  await recordVm(live.core, { id: guest.uuid, always: true }, ann)
  await expect.poll(() => viewer.room?.recorded).toMatchObject({ by: null })
  const closed = once(viewer.socket, 'close')
  const { files } = live.core.recordings
  const save = files.save.bind(files)
  files.save = () => Promise.reject(new Error('ENOSPC'))
  const [running] = await list()
  await live.core.recordings.end(running?.id ?? '')
  expect((await closed)[0]).toBe(closeCodes.notRecorded)
  const { ticket } = await openConsole(live.core, { id: guest.uuid }, ann)
  const refused = new RfbViewer(door.url, ticket)
  expect((await once(refused.socket, 'close'))[0]).toBe(closeCodes.notRecorded)
  files.save = save
})

it('keeps all recordings within the bound: the oldest go, and the audit says so', async () => {
  const made: string[] = []
  for (let i = 0; i < 3; i++) {
    const { recording } = await startRecording(live.core, { id: guest.uuid, device: null }, ann)
    made.push(recording)
    await stopRecording(live.core, { recording }, ann)
    const kept = live.core.recordings.files.get(recording)
    // As if it had been long.
    if (kept) kept.bytes = 600 * 1024 ** 2
  }
  await changeSettings(live.core, { recordingGiB: 1 }, ann)
  await live.core.recordings.bounds.look()
  expect((await list()).map(({ id }) => id)).toEqual(made.slice(2))
  expect(live.core.recordings.files.bytes).toBeLessThan(1024 ** 3)
  expect(await rows('recordingRemoved')).toMatchObject(
    made.slice(0, 2).map(recording => ({ recording, why: 'room', object: `vm:${guest.uuid}` })),
  )
})

it('keeps them for so many days as the settings say, and what is being written', async () => {
  const dayMs = 24 * 3600_000
  const age = (recording: string, days: number) => {
    const fixed = live.core.recordings.files.get(recording)?.fixed
    Object.assign(fixed ?? {}, { startedAt: new Date(Date.now() - days * dayMs).toISOString() })
  }
  const made: string[] = []
  for (const days of [3.1, 2.9, 4]) {
    const { recording } = await startRecording(live.core, { id: guest.uuid, device: null }, ann)
    made.push(recording)
    if (days < 4) await stopRecording(live.core, { recording }, ann)
    age(recording, days)
  }
  await changeSettings(live.core, { recordingDays: 3 }, ann)
  await live.core.recordings.bounds.look()
  expect((await list()).map(({ id }) => id).sort()).toEqual(made.slice(1).sort())
  const removed = (await rows('recordingRemoved')).at(-1)
  expect(removed).toMatchObject({ recording: made[0], why: 'old' })
  await changeSettings(live.core, { recordingDays: null }, ann)
  await live.core.recordings.bounds.look()
  expect(await list()).toHaveLength(2)
})

it('begins to be playable anew in each lap, and ends when the VM stops', async () => {
  const other = await defineGuest(live.link, 'lapped')
  await live.link.refresh(other.uuid)
  await startVm(live.core, { id: other.uuid }, ann)
  const { recording } = await startRecording(live.core, { id: other.uuid, device: null }, ann)
  const place = { id: other.uuid, host: live.link.id, device: null }
  const tape = live.core.recordings.writing(place)?.tape
  // The firmware's cursor blinks: something moves all the time. A second recorder with short laps on the same tape.
  const laps = tape && new DisplayRecorder(tape, signal => openDisplay(live.link, other.uuid, signal), 50)
  await laps?.start()
  await expect.poll(() => tape?.kept.starts.length, { timeout: 10_000 }).toBeGreaterThan(3)
  await forceOffVm(live.core, { id: other.uuid }, ann)
  await expect
    .poll(async () => (await getRecording(live.core, { recording }, ann)).end, { timeout: 10_000 })
    .toBe('gone')
  await other.remove()
})
