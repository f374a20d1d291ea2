import type { BrowserContext } from '@playwright/test'
import { WebSocket } from 'ws'
import type { Porthole } from '../../e2e/porthole.ts'

interface Vm {
  readonly id: string
  readonly host: string
  readonly active: boolean
}

/** The event socket of one tab, without the tab. */
export interface Watcher {
  /** The newest that it was told of each VM, by UUID: whether it is on. */
  readonly on: ReadonlyMap<string, boolean>
  /** When messages came, ms of the epoch. */
  readonly heard: readonly number[]
  close(): void
}

/** So many browsers that are signed in and each look at 50 rows. */
export async function startWatchers(context: BrowserContext, porthole: Porthole, count: number): Promise<Watcher[]> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const reply = await context.request.get(`${porthole.url}/api/v1/vms`)
  const { vms } = (await reply.json()) as { vms: Vm[] }
  const rows = (index: number) =>
    vms.slice((index * 50) % vms.length).flatMap(({ id, host }, i) => (i < 50 ? [{ id, host }] : []))
  return await Promise.all(Array.from({ length: count }, (_, index) => watch(porthole, cookie, rows(index))))
}

async function watch({ url }: Porthole, cookie: string, vms: readonly object[]): Promise<Watcher> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/events`, { headers: { cookie, origin: url } })
  const on = new Map<string, boolean>()
  const heard: number[] = []
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', data => {
      heard.push(Date.now())
      for (const message of JSON.parse(data.toString()) as { type: string; changed: Vm[] }[]) {
        if (message.type === 'hello') {
          socket.send(JSON.stringify({ type: 'watch', vms }))
          resolve()
        }
        if (message.type === 'vms') for (const vm of message.changed) on.set(vm.id, vm.active)
      }
    })
  })
  return { on, heard, close: () => socket.terminate() }
}

/** The most messages that one of them had in any second. */
export function mostInASecond({ heard }: Watcher, since: number): number {
  const late = heard.filter(at => at >= since)
  return late.reduce((most, at, i) => {
    let count = 0
    for (let j = i; j < late.length && (late[j] ?? 0) < at + 1000; j++) count++
    return Math.max(most, count)
  }, 0)
}
