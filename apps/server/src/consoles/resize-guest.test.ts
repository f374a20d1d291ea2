import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { startVm } from '../vms/start-vm.ts'
import { openConsole } from './open-console.ts'

const ann = caller(['vm.see', 'vm.watch', 'vm.console', 'vm.power'], 'ann')
const vic = caller(['vm.see', 'vm.watch'], 'vic')
let live: LiveCore
let door: ConsoleDoor
beforeAll(async () => {
  live = await liveCore('qemu:///system')
  door = await openDoor(live.core, () => ann)
})
afterAll(async () => {
  door.close()
  await live[Symbol.asyncDispose]()
})

/** The pseudo-encoding by which a display tells its size, why it tells it, and what became of a request. */
const extendedDesktopSize = Buffer.from([0xff, 0xff, 0xfe, 0xcc])
const knowsIt = Buffer.from([2, 0, 0, 2, ...extendedDesktopSize, 0, 0, 0, 0])
const to800x600 = Buffer.from([251, 0, 3, 32, 2, 88, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 32, 2, 88, 0, 0, 0, 0])

/** What QEMU said to requests of this viewer: the status of each. */
function answers({ received }: RfbViewer): number[] {
  const found: number[] = []
  for (let at = received.indexOf(extendedDesktopSize); at >= 8; at = received.indexOf(extendedDesktopSize, at + 4)) {
    if (received.readUInt16BE(at - 8) === 1) found.push(received.readUInt16BE(at - 6))
  }
  return found
}

it.each([
  ['virtio', 4, 'hands it to the guest'],
  ['vga', 3, 'refuses'],
])(
  'asked to resize a guest with %s, QEMU answers %i: it %s; whoever only watches does not get to ask',
  async (video, status) => {
    const guest = await defineGuest(live.link, `resize-${video}`, { video })
    await live.link.refresh(guest.uuid)
    await startVm(live.core, { id: guest.uuid }, ann)
    const join = async (who: typeof ann) => {
      door.caller = () => who
      const viewer = new RfbViewer(door.url, (await openConsole(live.core, { id: guest.uuid }, who)).ticket)
      await viewer.handshake()
      viewer.send(knowsIt)
      viewer.send(to800x600)
      return viewer
    }
    const controls = await join(ann)
    await expect.poll(() => answers(controls), { timeout: 5000 }).toEqual([status])
    const watches = await join(vic)
    await watches.picture()
    expect(answers(watches)).toEqual([])
    for (const viewer of [controls, watches]) viewer.close()
    await guest.remove()
  },
)
