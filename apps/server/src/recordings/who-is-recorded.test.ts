// Who must be recorded is, whoever comes, leaves and stops meanwhile; on a real guest's display.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { callerOfGuest } from '../guests/guests.ts'
import { changeSettings } from '../settings/change-settings.ts'
import { startVm } from '../vms/start-vm.ts'
import type { KeptRecording } from './kept-recording.ts'
import { type Recordable, Recordings } from './recordings.ts'

const ann = caller(undefined, 'ann')
const idleMs = 50
let live: LiveCore
let guest: Guest
let place: Recordable
let data: string
let recordings: Recordings

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'must-be-recorded')
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  place = { id: guest.uuid, host: live.link.id, device: null }
})
afterAll(async () => {
  await guest.remove()
  await live[Symbol.asyncDispose]()
})
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'porthole-test-'))
  const { database, audit, hosts, serials, log } = live.core
  recordings = new Recordings({ data, database, audit, hosts, serials, log }, idleMs)
  await recordings.start()
})
afterEach(async () => {
  await recordings.stop()
  await rm(data, { recursive: true })
})

const recordRoles = (...roles: Role[]) => changeSettings(live.core, { recordRoles: roles }, ann)
const ends = () => recordings.files.list().map(({ end }) => end)
const lost = () => {
  throw new Error('nobody was to be sent away')
}
/** Calls this once the next recording stands in the list, while its display is still being opened. */
const whileItStarts = (act: (kept: KeptRecording) => void) => {
  const { files } = recordings
  const save = files.save.bind(files)
  files.save = async kept => {
    files.save = save
    await save(kept)
    act(kept)
  }
}

it('ends a recording whose last attendee left while it started', async () => {
  await recordRoles()
  const leave = await recordings.attend(place, ann, lost)
  await recordRoles('manager')
  whileItStarts(leave)
  await recordings.review()
  await expect.poll(ends).toEqual(['left'])
})

it('stops a recording that still starts', async () => {
  await recordRoles()
  const listed = new Promise<KeptRecording>(whileItStarts)
  const begun = recordings.record(place, ann)
  await recordings.end((await listed).id)
  await begun
  expect(ends()).toEqual(['stopped'])
})

it('ends with the server what still starts', async () => {
  await recordRoles()
  const listed = new Promise<KeptRecording>(whileItStarts)
  const begun = recordings.record(place, ann)
  await listed
  await recordings.stop()
  await begun
  expect(ends()).toEqual(['restarting'])
})

it('records a guest as whoever made the link', async () => {
  const maker = { id: 'omar', role: 'operator' } as const
  const visit = { visit: 'visit', link: 'link', name: 'Omar himself', vm: place, control: true }
  const guestOf = { ...visit, expiresAt: new Date(Date.now() + 60_000), maker }
  const omar = callerOfGuest(live.core, guestOf, { from: null, agent: null })
  await recordRoles('administrator')
  const unrecorded = await recordings.attend(place, omar, lost)
  expect(recordings.shown(place)).toBeNull()
  unrecorded()
  await recordRoles('operator')
  const leave = await recordings.attend(place, omar, lost)
  expect(recordings.shown(place)).toMatchObject({ by: null })
  leave()
})

it('goes on in a new recording where only the recorder lost the display', async () => {
  await recordRoles('manager')
  const leave = await recordings.attend(place, ann, lost)
  await recordings.writing(place)?.tape.end('gone')
  await expect.poll(() => ends().sort()).toEqual(['gone', null])
  leave()
})
