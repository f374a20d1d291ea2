import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { expect, it, vi } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, liveCore } from '../../test/live-core.ts'
import { getLastPicture } from './get-last-picture.ts'
import { startVm } from './start-vm.ts'

/** Where the panic device listens for the word of a guest: QEMU's docs/specs/pvpanic. */
const panics = 'o /b 0x505 1'

it('keeps what a VM showed when it crashed, though nobody looked', async () => {
  await using live = await liveCore('qemu:///system')
  const ann = caller()
  const parts = { devices: `<panic model='isa'/>`, onCrash: 'preserve' }
  const guest = await defineGuest(live.link, 'crashes', parts)
  try {
    await live.link.refresh(guest.uuid)
    await startVm(live.core, { id: guest.uuid }, ann)
    const vm = await live.vm(guest.name, ({ state }) => state === 'running')
    const shown = async () => (await sharp((await live.link.screens.take(vm)).bytes).metadata()).height
    await expect.poll(shown, { timeout: 20_000 }).toBe(400)
    const look = vi.spyOn(live.core.lastPictures, 'look')
    await promisify(execFile)('virsh', ['-c', 'qemu:///system', 'qemu-monitor-command', '--hmp', guest.name, panics])
    await live.vm(guest.name, ({ state }) => state === 'crashed')
    await expect.poll(() => look.mock.settledResults[0]?.type).toBe('fulfilled')

    await live.link.call('domainDestroyFlags', { dom: vm.dom, flags: 0 })
    const picture = () => getLastPicture(live.core, { id: guest.uuid }, ann)
    const bytes = await expect.poll(picture).toBeInstanceOf(File).then(picture)
    expect((await sharp(await bytes.arrayBuffer()).metadata()).width).toBe(640)
  } finally {
    await guest.remove()
  }
})
