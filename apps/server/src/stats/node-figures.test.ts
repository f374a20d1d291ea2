import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type LiveCore, liveCore } from '../../test/live-core.ts'
import { Fault } from '../fault.ts'
import { NodeReader } from './node-figures.ts'

let live: LiveCore
beforeAll(async () => {
  live = await liveCore('qemu:///system')
})
afterAll(() => live[Symbol.asyncDispose]())

it('asks again after a call that failed once, but not a driver that can not tell, until the host is met anew', async () => {
  const { link } = live
  const reader = new NodeReader(link)
  const asked = vi.spyOn(link, 'call')
  asked.mockRejectedValueOnce(new Fault('HOST_AWAY'))
  expect(await reader.read()).toEqual({ cpu: null, usedKiB: null })
  expect(await reader.read()).toMatchObject({ usedKiB: expect.any(Number) })
  asked.mockRejectedValueOnce(new Fault('NOT_SUPPORTED'))
  expect(await reader.read()).toEqual({ cpu: null, usedKiB: null })
  asked.mockClear()
  expect(await reader.read()).toEqual({ cpu: null, usedKiB: null })
  expect(asked).not.toHaveBeenCalled()
  vi.spyOn(link, 'snapshot').mockReturnValue({ ...link.snapshot(), since: new Date().toISOString() })
  expect(await reader.read()).toMatchObject({ usedKiB: expect.any(Number) })
  vi.restoreAllMocks()
})
