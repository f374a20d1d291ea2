// Every kind of message on the event socket and on consoles, by every role, wherever it may be held: see messages.txt.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  type ConsoleAsks,
  type ConsoleSays,
  consolePath,
  eventsPath,
  type JobItem,
  type Role,
  rfbProtocol,
  roleNames,
  type Scope,
  type ServerMessage,
  ticketProtocol,
  type VmStats,
} from '@porthole/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { emptyDatabases, usualDialect } from '../../test/databases.ts'
import { testVm } from '../../test/live-core.ts'
import { type Browser, type RunningServer, runServer, setUp } from '../../test/running-server.ts'
import { ConsoleRoom, type Viewer } from '../consoles/console-room.ts'
import type { VmRecord } from '../hosts/vm-record.ts'
import { callerOf } from '../http/caller.ts'

const columns = ['nobody', ...roleNames] as const
const table = new Map(
  readFileSync(new URL('messages.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.trim().split(/\s+/))
    .map(([kind = '', about = '', ...cells]) => [kind, { about, cells }]),
)
const cell = (kind: string, column: (typeof columns)[number]) => table.get(kind)?.cells[columns.indexOf(column)]

const databases = emptyDatabases(usualDialect)
let server: RunningServer
let admin: Browser
let vm: VmRecord
beforeAll(async () => {
  server = await runServer(await databases.place())
  admin = await setUp(server)
  vm = await testVm(server.core.hosts)
})
afterAll(() => server.stop())

const aboutVm = (): JobItem => ({ id: vm.id, host: vm.host, pool: null, name: vm.name, state: 'queued', why: null })

function tellOfJob(id: string, personId: string, items: readonly JobItem[]): void {
  const job = { id, act: 'startVm', state: 'running', personId, person: 'somebody', stopping: false } as const
  server.core.jobs.changes.emit('job', {
    ...job,
    ...{ items, createdAt: new Date(), endedAt: null, log: [], progress: null },
  })
}

/** What makes the server say each kind. A kind that is not here does not compile, one without a line fails. */
const happens: Record<Exclude<ServerMessage['type'], 'hello' | 'alive'>, () => void> = {
  hosts: () => server.core.hosts.changes.emit('host', server.core.hosts.link(vm.host).snapshot()),
  away: () => server.core.hosts.changes.emit('host', server.core.hosts.link(vm.host).snapshot()),
  networks: () => server.core.hosts.link(vm.host).networksChanged(),
  vms: () => server.core.hosts.link(vm.host).inventory.touch(vm.id),
  stats: () => {
    const stats = [{ id: vm.id, host: vm.host, cpu: 1 } as VmStats]
    server.core.hosts.link(vm.host).figures.told.emit('stats', stats, false)
  },
  jobs: () => tellOfJob('job', 'somebody', [aboutVm()]),
  alerts: () => {
    const object = { about: 'vm', target: vm.id, host: vm.host, hostName: 'h', name: vm.name } as const
    const rule = { ruleId: 'r', rule: 'r', figure: 'crashed', side: 'above', threshold: null } as const
    const how = { severity: 'critical', state: 'firing', value: 1, measured: true, end: null } as const
    const when = { since: new Date(), firedAt: new Date(), resolvedAt: null, acknowledged: null }
    server.core.alerts.changes.emit('alert', { id: 'a', ...object, ...rule, ...how, ...when })
  },
  audit: () => server.core.audit.told.emit('written'),
}

/** Somebody who listens: what they are counts for what is about these. */
interface Listener {
  readonly who: string
  readonly person: string
  readonly role: (about: string) => Role
  readonly told: ServerMessage[]
  readonly socket: WebSocket
}

async function listen(browser: Browser, who: string, role: Listener['role']): Promise<Listener> {
  const headers = { origin: browser.origin, cookie: browser.cookie ?? '' }
  const person = (await browser.send('GET', '/session')).body.person.id
  const socket = new WebSocket(server.url.replace('http', 'ws') + eventsPath, { headers })
  const told: ServerMessage[] = []
  socket.on('message', data => told.push(...(JSON.parse(data.toString()) as ServerMessage[])))
  await once(socket, 'message')
  expect(told[0]?.type === 'hello' ? 'told' : '-', who).toBe(cell('events.hello', role('anything')))
  socket.send(JSON.stringify({ type: 'watch', vms: [{ id: vm.id, host: vm.host }] }))
  socket.ping()
  await once(socket, 'pong')
  return { who, person, role, told, socket }
}

const isLastWord = ({ id }: { readonly id: string }) => id.startsWith('last word')

/** Whatever somebody is to hear of what happened until now has been heard by them when this resolves. */
async function hearAll({ person, told, socket }: Listener): Promise<void> {
  // A job of theirs about nothing: nobody else hears of it, and it waits behind what there was to say before.
  tellOfJob(`last word ${person}`, person, [])
  while (!told.some(said => said.type === 'jobs' && said.changed.some(isLastWord))) await once(socket, 'message')
  // What goes out with it is on its way by now.
  socket.ping()
  await once(socket, 'pong')
}

const hears = (kind: string) => (said: ServerMessage) =>
  said.type === kind && (said.type !== 'jobs' || !said.changed.every(isLastWord))

async function byGrant(role: Role, on: Scope, ended?: 'expired' | 'revoked'): Promise<Browser> {
  const browser = await server.person('none')
  const { id: person } = (await browser.send('GET', '/session')).body.person
  const { body } = await admin.send('POST', '/grants', { role, to: { kind: 'person', person }, on, expiresAt: null })
  if (ended === 'revoked') await admin.send('DELETE', `/grants/${body.id}`)
  if (ended === 'expired') {
    await server.core.database.grant.update({ where: { id: body.id }, data: { expiresAt: new Date(Date.now() - 1) } })
    await server.core.access.load()
  }
  return browser
}

it('has a line for each kind of message, and no other', () => {
  const says: Record<ConsoleSays['type'], true> = { room: true, refused: true, pointer: true }
  const kinds = ['hello', 'alive', ...Object.keys(happens)].map(kind => `events.${kind}`)
  const ofConsole = [...Object.keys(says), ...Object.keys(asked)].map(kind => `console.${kind}`)
  expect([...table.keys()].sort()).toEqual([...kinds, ...ofConsole].sort())
})

it('tells each kind to whom the table says, by roles everywhere and by grants', { timeout: 60_000 }, async () => {
  await expect(server.browser().socket(eventsPath)).rejects.toThrow(cell('events.hello', 'nobody'))
  const listeners: Listener[] = []
  for (const role of roleNames) listeners.push(await listen(await server.person(role), role, () => role))
  for (const role of roleNames) {
    const [onHost, onVm] = [{ kind: 'host', host: vm.host } as const, { kind: 'vm', vm: vm.id } as const]
    const within =
      (...places: string[]) =>
      (about: string): Role =>
        places.includes(about) ? role : 'none'
    const granted = [
      [onHost, undefined, within('host', 'vm')],
      [onVm, undefined, within('vm')],
      [{ kind: 'tag', tag: 'elsewhere' } as const, undefined, within()],
      [onHost, 'expired', within()],
      [onVm, 'revoked', within()],
    ] as const
    for (const [on, ended, counts] of granted) {
      const who = `${role} on ${on.kind} ${ended ?? ''}`
      listeners.push(await listen(await byGrant(role, on, ended), who, counts))
    }
  }
  listeners.push(await listen(admin, 'the first administrator', () => 'administrator'))
  for (const [kind, happen] of Object.entries(happens)) {
    for (const { told } of listeners) told.length = 0
    happen()
    const about = table.get(`events.${kind}`)?.about ?? ''
    await Promise.all(listeners.map(hearAll))
    for (const { who, role, told } of listeners) {
      const heard = told.some(hears(kind)) ? 'told' : '-'
      expect(heard, `${kind} to ${who}`).toBe(cell(`events.${kind}`, role(about)))
    }
  }
  for (const { socket } of listeners) socket.close()
})

/** At a console: who tries, beside one who controls already and one who asked. */
interface Seats {
  readonly room: ConsoleRoom
  readonly mine: string
  readonly other: string
  readonly heard: readonly ConsoleSays[]
  readonly othersHeard: readonly ConsoleSays[]
}

/** What each kind must bring about, and whether it did. Those that only who controls may send come after "ask". */
const asked: Record<ConsoleAsks['type'], (seats: Seats) => Promise<boolean>> = {
  ask: async seats => {
    await seats.room.hear(seats.mine, { type: 'ask' })
    return lastRoom(seats.heard)?.asking.includes(seats.mine) ?? false
  },
  take: async seats => {
    await seats.room.hear(seats.mine, { type: 'take' })
    return controls(seats)
  },
  'let-go': async seats => {
    await handOver(seats)
    const had = controls(seats)
    await seats.room.hear(seats.mine, { type: 'let-go' })
    return had && !controls(seats)
  },
  give: async seats => {
    await handOver(seats)
    await seats.room.hear(seats.mine, { type: 'give', to: seats.other })
    return controls({ ...seats, mine: seats.other }) && gotIt(seats)
  },
  refuse: async seats => {
    await handOver(seats)
    await seats.room.hear(seats.other, { type: 'ask' })
    await seats.room.hear(seats.mine, { type: 'refuse', to: seats.other })
    return seats.othersHeard.some(({ type }) => type === 'refused')
  },
}

const rooms = (heard: readonly ConsoleSays[]) => heard.flatMap(said => (said.type === 'room' ? [said] : []))
const lastRoom = (heard: readonly ConsoleSays[]) => rooms(heard).at(-1)
const controls = ({ heard, mine }: Seats) => lastRoom(heard)?.controller === mine
const gotIt = ({ heard, mine }: Seats) => rooms(heard).some(({ controller }) => controller === mine)

async function handOver({ room, mine, other }: Seats): Promise<void> {
  await room.hear(mine, { type: 'ask' })
  await room.hear(other, { type: 'give', to: mine })
}

/** A room in which an administrator controls, and one who has that role, as the rights of a caller say it. */
function sit(role: Role): Seats {
  const viewer = (as: Role, heard: ConsoleSays[]): Viewer => {
    const person = { id: `sits-${as}-${heard === mine}`, name: as, email: 'x@example.org', role: as, can: [] }
    const caller = callerOf(server.core, { person, sessionId: 's' }, { from: null, agent: null }, () => {})
    return {
      ...{ person: person.id, name: person.name, control: () => {}, write: async () => {} },
      mayControl: () => caller.can('vm.console', { vm }),
      mayTake: () => caller.can('vm.take-console', { vm }),
      say: what => heard.push(what),
    }
  }
  const [mine, others]: [ConsoleSays[], ConsoleSays[]] = [[], []]
  const room = new ConsoleRoom()
  const other = room.join(viewer('administrator', others))
  return { room, other, mine: room.join(viewer(role, mine)), heard: mine, othersHeard: others }
}

describe('a console', () => {
  /** The HTTP status of an upgrade with a good ticket; "open" where it opens. */
  async function opened(browser: Browser): Promise<string> {
    const person = (await browser.send('GET', '/session')).body.person
    const session = await server.core.database.session.findFirst({ where: { userId: person?.id ?? '' } })
    const ticket = server.core.tickets.issue({ person: person?.id ?? '', session: session?.id ?? '', vm })
    const offered = `${rfbProtocol}, ${ticketProtocol}${ticket}`
    const headers = { origin: browser.origin, 'sec-websocket-protocol': offered }
    return browser.socket(consolePath, headers).then(
      () => 'open',
      (error: Error) => /refused with (\d+)/.exec(error.message)?.[1] ?? 'open',
    )
  }

  it('opens for whom the table says', async () => {
    const kinds = [...table.keys()].filter(kind => kind.startsWith('console.'))
    const people = new Map<(typeof columns)[number], Browser>([['nobody', server.browser()]])
    for (const role of roleNames) people.set(role, await server.person(role))
    for (const [column, browser] of people) {
      const found = await opened(browser)
      for (const kind of kinds) {
        const told = cell(kind, column) ?? ''
        expect(/^\d+$/.test(told) ? told : 'open', `${kind} ${column}`).toBe(found)
      }
    }
    for (const ended of ['expired', 'revoked'] as const) {
      expect(await opened(await byGrant('administrator', { kind: 'vm', vm: vm.id }, ended)), ended).toBe('403')
    }
    expect(await opened(await byGrant('viewer', { kind: 'vm', vm: vm.id }))).toBe('open')
  })

  const inside = roleNames.filter(role => role !== 'none')
  it.each(inside)('does for a %s what the table says', async role => {
    for (const [kind, act] of Object.entries(asked)) {
      expect((await act(sit(role))) ? 'ok' : '-', kind).toBe(cell(`console.${kind}`, role))
    }
    const seats = sit(role)
    expect(rooms(seats.heard).length > 0 ? 'told' : '-').toBe(cell('console.room', role))
    seats.room.point(seats.other, 10, 20)
    const pointer = seats.heard.some(({ type }) => type === 'pointer')
    expect(pointer ? 'told' : '-').toBe(cell('console.pointer', role))
    await seats.room.hear(seats.mine, { type: 'ask' })
    await seats.room.hear(seats.other, { type: 'refuse', to: seats.mine })
    const refused = seats.heard.some(({ type }) => type === 'refused')
    expect(refused ? 'told' : '-').toBe(cell('console.refused', role))
  })
})
