import { expect, it } from 'vitest'
import { liveCore } from '../../test/live-core.ts'

it('learns addresses as libvirt tells them, and forgets them when the guest stops', async () => {
  await using live = await liveCore('test:///default')
  const vm = await live.vm('test', vm => vm.ips.length > 0)
  await live.link.call('domainDestroyFlags', { dom: vm.dom, flags: 0 })
  expect((await live.vm('test', vm => !vm.active)).ips).toEqual([])
})
