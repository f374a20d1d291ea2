import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { type LiveCore, liveCore } from '../../test/live-core.ts'
import { longestPauseMs } from './screens.ts'
import type { VmRecord } from './vm-record.ts'

const mostWaiting = 64
let live: LiveCore
let guests: Guest[]
let vms: VmRecord[]

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guests = await Promise.all(['one', 'two', 'three'].map(name => defineGuest(live.link, name)))
  for (const { name } of guests) {
    const { dom } = await live.link.call('domainLookupByName', { name })
    await live.link.call('domainCreateWithFlags', { dom, flags: 0 })
  }
  vms = await Promise.all(guests.map(({ name }) => live.vm(name, vm => vm.active)))
})
afterAll(async () => {
  for (const guest of guests) await guest.remove()
  await live[Symbol.asyncDispose]()
})

/** When each picture was begun and when it was there, as the host was asked. */
function watchTakes() {
  const { screens } = live.link
  const takes: { from: number; to: number }[] = []
  const take = screens.take.bind(screens)
  const spy = vi.spyOn(screens, 'take').mockImplementation(async vm => {
    const entry = { from: performance.now(), to: Number.POSITIVE_INFINITY }
    takes.push(entry)
    try {
      return await take(vm)
    } finally {
      entry.to = performance.now()
    }
  })
  return { takes, [Symbol.dispose]: () => spy.mockRestore() }
}

it('takes one picture of a host at a time and leaves it alone as long as that took, whoever asks how often', async () => {
  using watched = watchTakes()
  const asked = [...vms, ...vms, ...vms, ...vms].map(vm => live.link.screens.picture(vm))
  const pictures = await Promise.all(asked)
  for (const { bytes } of pictures) expect(bytes.length).toBeGreaterThan(100)
  expect(watched.takes).toHaveLength(vms.length)
  for (const [n, { from }] of watched.takes.entries()) {
    const before = watched.takes[n - 1]
    if (before === undefined) continue
    // A timer may be a millisecond early.
    expect(from - before.to).toBeGreaterThanOrEqual(Math.min(before.to - before.from, longestPauseMs) - 2)
  }
})

it('lets only so many wait, and tells the others that the host is slow', async () => {
  const { screens } = live.link
  const [vm] = vms as [VmRecord]
  const real = await screens.take(vm)
  let answer = () => {}
  const answered = new Promise<void>(resolve => (answer = resolve))
  // A host that answers nobody until it answers all.
  const spy = vi.spyOn(screens, 'take').mockImplementation(() => answered.then(() => real))
  const many = Array.from({ length: mostWaiting + 10 }, (_, n) => ({ ...vm, id: `${vm.id}-${n}` }))
  const asked = many.map(vm => screens.picture(vm))
  const refused = await Promise.allSettled(asked.slice(mostWaiting))
  expect(refused).toEqual(
    refused.map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: 'HOST_SLOW' }) })),
  )
  answer()
  expect(await Promise.all(asked.slice(0, mostWaiting))).toEqual(Array(mostWaiting).fill(real))
  spy.mockRestore()
})
