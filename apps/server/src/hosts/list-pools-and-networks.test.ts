import { expect, it } from 'vitest'
import { caller, liveCore } from '../../test/live-core.ts'
import { listPoolsAndNetworks } from './list-pools-and-networks.ts'

it('names the pools and networks of the hosts that answer, each kind to who may see it', async () => {
  await using live = await liveCore('test:///default')
  const host = live.link.id
  const all = await listPoolsAndNetworks(live.core, {}, caller())
  expect(all.pools).toContainEqual({ host, name: 'default-pool' })
  expect(all.networks).toContainEqual({ host, name: 'default' })
  const some = await listPoolsAndNetworks(live.core, {}, caller(['network.see']))
  expect(some).toEqual({ pools: [], networks: all.networks })
})
