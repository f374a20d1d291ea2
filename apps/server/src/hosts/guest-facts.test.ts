import { expect, it } from 'vitest'
import { liveCore } from '../../test/live-core.ts'

// This driver has no leases to tell, and answers for ARP. QEMU's is asked in e2e/lab/guest-facts.test.ts.
it('learns addresses from ARP, says so, and forgets them when the guest stops', async () => {
  await using live = await liveCore('test:///default')
  const vm = await live.vm('test', vm => vm.ips.length > 0)
  const learnt = live.link.inventory.learntOf(vm.id)
  expect([...learnt.ips.values()]).toEqual(vm.ips.map(() => 'arp'))
  await live.link.call('domainDestroyFlags', { dom: vm.dom, flags: 0 })
  expect((await live.vm('test', vm => !vm.active)).ips).toEqual([])
})
