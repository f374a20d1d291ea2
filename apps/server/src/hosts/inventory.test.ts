import { once } from 'node:events'
import { connect, unixTransport } from '@porthole/libvirt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { changed, type LiveCore, liveCore } from '../../test/live-core.ts'

describe('on the test driver', () => {
  let live: LiveCore
  beforeAll(async () => {
    live = await liveCore('test:///default')
  })
  afterAll(() => live[Symbol.asyncDispose]())

  it('lists the host and its VM', async () => {
    const [host] = live.core.hosts.list()
    expect(host).toMatchObject({
      uri: 'test:///default',
      state: 'connected',
      problem: null,
      node: { hypervisor: 'TEST' },
    })
    expect(live.core.hosts.thisMachine).toBeNull()
    expect(live.core.hosts.ready()).toBe(true)
    const vm = await live.vm('test')
    expect(vm).toMatchObject({ accelerator: 'other', persistent: true, vcpus: 2, memoryKiB: 8388608, oddity: null })
    expect(live.core.hosts.findVm({ id: vm.id }).vm).toBe(vm)
  })

  it('does not find what is not there', () => {
    const id = '00000000-0000-4000-8000-000000000000'
    expect(() => live.core.hosts.findVm({ id })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(() => live.core.hosts.link('nowhere')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})

describe('on QEMU', () => {
  let live: LiveCore
  let guest: Guest
  beforeAll(async () => {
    live = await liveCore('qemu:///system')
    guest = await defineGuest(live.link, 'inventory')
  })
  afterAll(async () => {
    await guest?.remove()
    await live[Symbol.asyncDispose]()
  })

  it('sees what another client does, each time with a larger revision', async () => {
    const other = await connect({ transport: unixTransport(), uri: 'qemu:///system' })
    const { dom } = await other.call('domainLookupByName', { name: guest.name })
    const seen = [await live.vm(guest.name, vm => vm.state === 'shut-off')]
    await other.call('domainCreateWithFlags', { dom, flags: 0 })
    seen.push(await live.vm(guest.name, vm => vm.state === 'running'))
    await other.call('domainSuspend', { dom })
    seen.push(await live.vm(guest.name, vm => vm.state === 'paused'))
    await other.call('domainResume', { dom })
    seen.push(await live.vm(guest.name, vm => vm.reason === 'resumed'))
    await other.call('domainManagedSave', { dom, flags: 0 })
    seen.push(await live.vm(guest.name, vm => vm.state === 'saved'))
    await other.call('domainManagedSaveRemove', { dom, flags: 0 })
    await live.link.refresh(guest.uuid)
    seen.push(await live.vm(guest.name, vm => vm.state === 'shut-off'))
    expect(seen.map(({ active }) => active)).toEqual([false, true, true, true, false, false])
    const revisions = seen.map(({ revision }) => revision)
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
    expect(seen[2]).toMatchObject({ accelerator: 'tcg', displays: ['vnc'], reason: 'paused by a person' })
    expect(seen[2]?.since).not.toBeNull()
    await other.close()
  })

  it('drops a VM that somebody undefined', async () => {
    const gone = once(live.core.hosts.changes, 'vm-gone')
    await guest.remove()
    expect((await gone)[0]).toMatchObject({ id: guest.uuid })
    expect(live.link.inventory.get(guest.uuid)).toBeUndefined()
  })

  it('keeps what it knew when the host is removed from under it, and tells of the end', async () => {
    await using second = await liveCore('test:///default')
    const { id } = second.link
    const gone = changed(second.core.hosts, 'host-gone', () => second.core.hosts.list().length === 0)
    await second.core.hosts.remove(id)
    await gone
    expect([...second.core.hosts.vms()]).toEqual([])
    await expect(second.link.call('connectGetHostname')).rejects.toMatchObject({ code: 'HOST_AWAY' })
  })
})
