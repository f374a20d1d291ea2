import { afterEach, expect, it, vi } from 'vitest'
import { type Watched, WatchedVms } from './watched-vms.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('says at once that nobody looks, on a page that was opened in the background', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
  vi.stubGlobal('document', page)
  const sent: Watched[] = []
  const watched = new WatchedVms(what => sent.push(what))
  watched.start()
  expect(sent).toEqual([{ vms: [], hidden: true }])
  page.visibilityState = 'visible'
  page.dispatchEvent(new Event('visibilitychange'))
  expect(sent[1]).toEqual({ vms: [], groups: [], others: false })
  watched.stop()
})
