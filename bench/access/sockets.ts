import { once } from 'node:events'
import { closeCodes, eventsPath } from '@porthole/contract'
import { WebSocket } from 'ws'
import type { Figure } from '../figures.ts'
import type { Person } from './person.ts'
import type { Stage } from './stage.ts'

const people = 20
const socketsEach = 50

/** A thousand event sockets; a grant to half of their people is made: how soon the last of those is told. */
export async function sockets({ admin, vms, person }: Stage): Promise<Figure[]> {
  const everybody: Person[] = []
  while (everybody.length < people) everybody.push(await person(`listener-${everybody.length}`, 'none'))
  const members = everybody.slice(0, people / 2)
  const group = await admin.ask('POST', '/groups', { name: 'Listeners', members: members.map(({ id }) => id) })
  const told = await open(members)
  const others = await open(everybody.slice(people / 2))
  const wrong = heard(others)

  const closed = Promise.all(told.map(socket => once(socket, 'close')))
  const began = performance.now()
  await admin.ask('POST', '/grants', {
    ...{ role: 'viewer', to: { kind: 'group', group: group.id }, on: { kind: 'vm', vm: vms[0] } },
  })
  const codes = new Set((await closed).map(([code]) => code))
  const took = performance.now() - began
  if (codes.size !== 1 || !codes.has(closeCodes.accessChanged)) throw new Error(`closed with ${[...codes]}`)
  // What would have been said to the others came before the answer to this.
  for (const socket of others) socket.ping()
  await Promise.all(others.map(socket => once(socket, 'pong')))
  const figures: Figure[] = [
    {
      name: `${told.length} of ${people * socketsEach} event sockets told of a grant`,
      value: took,
      atMost: 1000,
      unit: 'ms',
    },
    { name: 'messages to the others', value: wrong.count, atMost: 0, unit: 'messages' },
  ]
  for (const socket of others) socket.terminate()
  return figures
}

async function open(listeners: readonly Person[]): Promise<WebSocket[]> {
  const opened: WebSocket[] = []
  for (const { url, cookie } of listeners) {
    const batch = Array.from({ length: socketsEach }, () => {
      return new WebSocket(url.replace('http', 'ws') + eventsPath, { headers: { origin: url, cookie } })
    })
    // The first message is hello: from then on the socket is told.
    await Promise.all(batch.map(socket => once(socket, 'message')))
    opened.push(...batch)
  }
  return opened
}

function heard(sockets: readonly WebSocket[]): { count: number } {
  const messages = { count: 0 }
  for (const socket of sockets) {
    for (const event of ['message', 'close']) socket.on(event, () => messages.count++)
  }
  return messages
}
