import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { closeCodes, type Permission, type ServerMessage, type VmStats } from '@porthole/contract'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { defineGuest, type Guest } from '../../test/guest.ts'
import { caller, changed, type LiveCore, liveCore } from '../../test/live-core.ts'
import type { Caller } from '../core.ts'
import { forceOffVm } from '../vms/force-off-vm.ts'
import { pauseVm } from '../vms/pause-vm.ts'
import { resumeVm } from '../vms/resume-vm.ts'
import { startVm } from '../vms/start-vm.ts'
import { serveEvents } from './serve-events.ts'

const admin = caller()
let live: LiveCore
let guest: Guest
let url: string
let as: Caller = admin
const server = createServer()
const tabs: WebSocket[] = []

beforeAll(async () => {
  live = await liveCore('qemu:///system')
  guest = await defineGuest(live.link, 'events')
  await live.link.refresh(guest.uuid)
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
    serveEvents(live.core, request, socket, head, as),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.terminate()
  as = admin
})
afterAll(async () => {
  server.close()
  server.closeAllConnections()
  await guest?.remove()
  await live[Symbol.asyncDispose]()
})

/** A tab: what it was told, and a way to wait for more. */
async function openTab(can?: Permission[]) {
  if (can) as = caller(can, 'narrow')
  const socket = new WebSocket(url)
  tabs.push(socket)
  const told: ServerMessage[] = []
  socket.on('message', data => told.push(...(JSON.parse(data.toString()) as ServerMessage[])))
  await once(socket, 'open')
  const until = async (holds: () => boolean) => {
    while (!holds()) await once(socket, 'message')
  }
  await until(() => told[0] !== undefined)
  const states = () =>
    told.flatMap(message => (message.type === 'vms' ? message.changed : [])).filter(vm => vm.id === guest.uuid)
  return { socket, told, until, states }
}

it('says hello first, then each change once it happened, with what the caller may do', async () => {
  const tab = await openTab()
  expect(tab.told).toEqual([{ type: 'hello', version: expect.stringMatching(/^\d+\.\d+\.\d+/) }])
  await startVm(live.core, { id: guest.uuid }, admin)
  await tab.until(() => tab.states().at(-1)?.state === 'running')
  expect(tab.states().at(-1)?.can).toContain('vm.power')
  expect(JSON.stringify(tab.told)).not.toContain('"dom"')
})

it('says all that it has to say at a moment in one frame', async () => {
  const { socket } = await openTab()
  const frames: ServerMessage['type'][][] = []
  socket.on('message', data => frames.push(JSON.parse(data.toString()).map(({ type }: ServerMessage) => type)))
  const { changes } = live.core.hosts
  changes.emit('host', live.link.snapshot())
  changes.emit('vm-gone', { id: crypto.randomUUID(), host: live.link.id, revision: 1 })
  while (!frames.flat().includes('hosts')) await once(socket, 'message')
  expect(frames.find(types => types.includes('hosts'))).toEqual(['hosts', 'vms', 'away'])
})

it('tells a tab that nobody looks at nothing, and the newest once somebody does', async () => {
  const [hidden, shown] = [await openTab(), await openTab()]
  hidden.socket.send(JSON.stringify({ type: 'watch', vms: [], hidden: true }))
  hidden.socket.ping()
  await once(hidden.socket, 'pong')
  await pauseVm(live.core, { id: guest.uuid }, admin)
  await shown.until(() => shown.states().at(-1)?.state === 'paused')
  await resumeVm(live.core, { id: guest.uuid }, admin)
  await shown.until(() => shown.states().at(-1)?.state === 'running')
  hidden.socket.ping()
  await once(hidden.socket, 'pong')
  expect(hidden.told.filter(({ type }) => type !== 'alive')).toHaveLength(1)
  hidden.socket.send(JSON.stringify({ type: 'watch', vms: [] }))
  await hidden.until(() => hidden.states().length > 0)
  expect(hidden.states().map(({ state }) => state)).toEqual(['running'])
})

it('tells a viewer what they may do, and a stranger nothing at all', async () => {
  const viewer = await openTab(['vm.see'])
  const stranger = await openTab([])
  await pauseVm(live.core, { id: guest.uuid }, admin)
  await viewer.until(() => viewer.states().at(-1)?.state === 'paused')
  expect(viewer.states().at(-1)?.can).toEqual(['vm.see'])
  await resumeVm(live.core, { id: guest.uuid }, admin)
  await viewer.until(() => viewer.states().at(-1)?.state === 'running')
  expect(stranger.told.filter(({ type }) => type !== 'alive')).toHaveLength(1)
})

it('reads figures only of running VMs that somebody watches', { timeout: 15_000 }, async () => {
  const [watching, idle] = [await openTab(), await openTab()]
  watching.socket.send(JSON.stringify({ type: 'watch', vms: [{ id: guest.uuid, host: live.link.id }] }))
  const stats = () => watching.told.flatMap(message => (message.type === 'stats' ? message.stats : []))
  await watching.until(() => stats().length > 0)
  expect(stats()[0]).toMatchObject({ id: guest.uuid, host: live.link.id, cpu: expect.any(Number) })
  expect(stats()[0]?.cpu).toBeGreaterThanOrEqual(0)
  expect(idle.told.some(({ type }) => type === 'stats')).toBe(false)
})

it('tells who sorts by figures those of a host that was added since, too', async () => {
  const tab = await openTab()
  tab.socket.send(JSON.stringify({ type: 'watch', vms: [], others: true }))
  tab.socket.ping()
  await once(tab.socket, 'pong')
  const { hosts } = live.core
  const host = await hosts.add({ name: 'added', uri: 'test:///default' })
  await changed(hosts, 'host', () => hosts.link(host).connected)
  const row = { id: guest.uuid, host, cpu: 1 } as VmStats
  hosts.link(host).figures.told.emit('stats', [row], true)
  const stats = () => tab.told.flatMap(message => (message.type === 'stats' ? message.stats : []))
  await tab.until(() => stats().some(figures => figures.host === host))
  await hosts.remove(host)
})

it.each([
  'nonsense',
  '{"type":"watch"}',
  '{"type":"watch","vms":[{"id":"x","host":"h"}]}',
  '{"type":"other","vms":[]}',
  JSON.stringify({ type: 'watch', vms: Array(501).fill({ id: '00000000-0000-4000-8000-000000000000', host: 'h' }) }),
])('closes on %.40s', async text => {
  const tab = await openTab()
  tab.socket.send(text)
  const [code] = await once(tab.socket, 'close')
  expect(code).toBe(1008)
})

it('ends with the session', async () => {
  const tab = await openTab(['vm.see'])
  const closed = once(tab.socket, 'close')
  live.core.sockets.closeSession('narrow', closeCodes.signedOut, 'Signed out.')
  expect((await closed)[0]).toBe(closeCodes.signedOut)
})

it('refuses who is not signed in', async () => {
  as = { ...admin, person: null, sessionId: null }
  expect((await refused()).statusCode).toBe(401)
})

it('opens a hundred for a person, and says when to come back for more', { timeout: 30_000 }, async () => {
  as = caller(['vm.see'], 'greedy')
  const many = Array.from({ length: 100 }, () => new WebSocket(url))
  tabs.push(...many)
  await Promise.all(many.map(socket => once(socket, 'open')))
  const response = await refused()
  expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '5'])
  as = admin
  await openTab()
  as = caller(['vm.see'], 'greedy')
  many[0]?.close()
  await expect.poll(isLetIn).toBe(true)
})

async function isLetIn(): Promise<boolean> {
  const socket = new WebSocket(url)
  tabs.push(socket)
  socket.on('error', () => {})
  return Promise.race([once(socket, 'open').then(() => true), once(socket, 'unexpected-response').then(() => false)])
}

async function refused(): Promise<IncomingMessage> {
  const socket = new WebSocket(url)
  socket.on('error', () => {})
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  socket.terminate()
  return response
}

it('tells of a VM that is gone', async () => {
  const tab = await openTab()
  await forceOffVm(live.core, { id: guest.uuid }, admin)
  await guest.remove()
  const removed = () => tab.told.flatMap(message => (message.type === 'vms' ? message.removed : []))
  await tab.until(() => removed().some(({ id }) => id === guest.uuid))
})
