import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { forceOffVm } from './force-off-vm.ts'
import { getLastPicture } from './get-last-picture.ts'
import { getVmScreen } from './get-vm-screen.ts'
import { startVm } from './start-vm.ts'

const ann = caller()
let live: LiveCore
let guest: Guest
beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'pictured')
  await live.link.refresh(guest.uuid)
})
afterAll(async () => {
  await guest.remove()
  await live[Symbol.asyncDispose]()
})

const last = () => getLastPicture(live.core, { id: guest.uuid }, ann)
const start = async () => {
  await startVm(live.core, { id: guest.uuid }, ann)
  const vm = await live.vm(guest.name, ({ state }) => state === 'running')
  // Its display is there before its firmware shows anything.
  await expect
    .poll(async () => (await sharp((await live.link.screens.take(vm)).bytes).metadata()).height, { timeout: 20_000 })
    .toBe(400)
  await getVmScreen(live.core, { id: guest.uuid, width: 320 }, ann)
}

it('keeps what a VM showed when it is forced off, here or by somebody else, and when that was', async () => {
  await expect(last()).rejects.toMatchObject({ code: 'NO_PICTURE' })
  const before = Date.now()
  await start()
  await forceOffVm(live.core, { id: guest.uuid }, ann)
  const picture = await expect.poll(last).toBeInstanceOf(File).then(last)
  expect((await sharp(await picture.arrayBuffer()).metadata()).width).toBe(640)
  expect(Date.parse(picture.name.replace('.webp', ''))).toBeGreaterThanOrEqual(before - 1000)

  await start()
  await live.link.call('domainDestroyFlags', { dom: { name: guest.name, uuid: guest.uuid, id: -1 }, flags: 0 })
  // The one that somebody was shown before counts then.
  await expect.poll(async () => (await sharp(await (await last()).arrayBuffer()).metadata()).width).toBe(320)
})
