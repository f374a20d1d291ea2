import { vmSeries } from '@porthole/contract'
import { expect, it } from 'vitest'
import { defineGuest } from '../../test/guest.ts'
import { caller, liveCore } from '../../test/live-core.ts'
import type { History, Stretch } from './history.ts'
import { listHostEaters } from './list-host-eaters.ts'

/** Every VM had half of its CPU. */
const history = {
  read: async (objects: readonly string[]) => {
    const stretch: Stretch = {
      from: 0,
      step: 30,
      count: 1,
      at: (_, series) => (vmSeries[series] === 'cpu' ? 50 : null),
    }
    return new Map(objects.map(object => [object, stretch]))
  },
} as unknown as History

it('does not hold against a host what a VM does on another, to which it was migrated', async () => {
  await using live = await liveCore('qemu:///system')
  const { hosts } = live.core
  const guest = await defineGuest(live.link, 'eater')
  try {
    await live.link.refresh(guest.uuid)
    const eaters = async () => {
      const asked = { host: live.link.id, range: '1h' } as const
      return (await listHostEaters({ ...live.core, history }, asked, caller())).eaters.map(({ vm }) => vm)
    }
    expect(await eaters()).toContain(guest.uuid)
    const there = hosts.link(await hosts.add({ name: 'there', uri: 'test:///default' }))
    const { ips: _, ...vm } = live.link.inventory.get(guest.uuid) ?? (await live.vm(guest.name))
    there.inventory.put({ ...vm, host: there.id, state: 'running', active: true }, true)
    expect(await eaters()).not.toContain(guest.uuid)
  } finally {
    await guest.remove()
  }
})
