import { once } from 'node:events'
import { closeCodes } from '@porthole/contract'
import { expect, it } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, liveCore } from '../../test/live-core.ts'
import { openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { removeHost } from '../hosts/remove-host.ts'
import { startVm } from '../vms/start-vm.ts'
import { openConsole } from './open-console.ts'

const ann = caller()

it('closes the consoles of a host that is removed, and no other', { timeout: 60_000 }, async () => {
  await using live = await liveCore('qemu:///system')
  await using bystander = await liveCore('qemu:///system')
  const guest = await defineGuest(live.link, 'removed')
  const doors = await Promise.all([live, bystander].map(({ core }) => openDoor(core, () => ann)))
  try {
    await live.link.refresh(guest.uuid)
    await startVm(live.core, { id: guest.uuid }, ann)
    const viewers = await Promise.all(
      [live, bystander].map(async ({ core, vm }, index) => {
        await vm(guest.name, ({ active }) => active)
        const { ticket } = await openConsole(core, { id: guest.uuid }, ann)
        const viewer = new RfbViewer(doors[index]?.url ?? '', ticket)
        await viewer.handshake()
        return viewer
      }),
    )
    const [mine, other] = viewers
    if (mine === undefined || other === undefined) throw new Error('two viewers were opened')
    const closed = once(mine.socket, 'close')
    await removeHost(live.core, { host: live.link.id }, ann)
    expect((await closed)[0]).toBe(closeCodes.hostRemoved)
    await other.picture()
    const left = once(other.socket, 'close')
    other.close()
    await left
    expect(live.core.hosts.changes.listenerCount('host-gone')).toBe(0)
  } finally {
    for (const door of doors) await door.close()
    const { dom } = await bystander.link.call('domainLookupByUuid', { uuid: guest.uuid })
    await bystander.link.call('domainDestroyFlags', { dom }).catch(() => {})
    await bystander.link.call('domainUndefineFlags', { dom })
  }
})
