import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainCreateFlags } from '@porthole/libvirt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { type LiveCore, liveCore } from '../../test/live-core.ts'
import { FirstPictures } from './first-pictures.ts'

let live: LiveCore
let folder: string
const guests: Guest[] = []

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  folder = await mkdtemp('/var/tmp/porthole-firmware-')
  await chmod(folder, 0o755)
})
afterAll(async () => {
  for (const guest of guests) await guest.remove()
  await live[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** A firmware whose first instruction jumps to itself: what a guest looks like that KVM never gets going. */
async function hangingFirmware(): Promise<string> {
  const rom = Buffer.alloc(64 * 1024)
  rom.set([0xeb, 0xfe], rom.length - 16)
  const path = join(folder, 'hang.rom')
  await writeFile(path, rom)
  return path
}

async function startWatched(pictures: FirstPictures, firmware?: string) {
  const guest = await defineGuest(live.link, 'first', firmware === undefined ? {} : { firmware })
  guests.push(guest)
  const { dom } = await live.link.call('domainLookupByUuid', { uuid: guest.uuid })
  await live.link.call('domainCreateWithFlags', { dom, flags: DomainCreateFlags.START_PAUSED })
  const before = await live.link.screens.take({ id: guest.uuid, dom })
  await live.link.call('domainResume', { dom })
  await live.vm(guest.name, vm => vm.state === 'running')
  pictures.watch({ id: guest.uuid, dom }, before)
  return { guest, dom }
}

it('finds a guest that never drew anything, tells of it, and forgets it when it goes off', async () => {
  const pictures = new FirstPictures(live.link, 1000)
  expect(pictures.problem).toBeNull()
  const { guest, dom } = await startWatched(pictures, await hangingFirmware())
  const { revision } = await live.vm(guest.name)
  await live.vm(guest.name, vm => vm.revision > revision)
  expect(pictures.isStuck(guest.uuid)).toBe(true)
  expect(pictures.problem).toContain('never drew anything')
  await live.link.call('domainDestroyFlags', { dom, flags: 0 })
  await live.vm(guest.name, vm => vm.state === 'shut-off')
  expect(pictures.isStuck(guest.uuid)).toBe(false)
  pictures.stop()
})

it('leaves a guest alone whose firmware draws, and takes back what it thought of KVM', async () => {
  const pictures = new FirstPictures(live.link, 3000)
  pictures.failed()
  expect(pictures.problem).toContain('failed at once')
  const { guest } = await startWatched(pictures)
  await expect.poll(() => pictures.problem, { timeout: 8000 }).toBeNull()
  expect(pictures.isStuck(guest.uuid)).toBe(false)
  pictures.stop()
}, 15_000)
