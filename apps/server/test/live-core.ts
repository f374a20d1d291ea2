import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Permission, permissions } from '@porthole/contract'
import { pino } from 'pino'
import { Access } from '../src/access/access.ts'
import { Alerts } from '../src/alerts/alerts.ts'
import { Audit } from '../src/audit/audit.ts'
import { AuditWriter } from '../src/audit/audit-writer.ts'
import { Seal } from '../src/auth/seal.ts'
import type { Config } from '../src/config.ts'
import { ConsoleRooms } from '../src/consoles/console-rooms.ts'
import { ConsoleTickets } from '../src/consoles/console-tickets.ts'
import { SerialLines, type SerialTarget } from '../src/consoles/serial-lines.ts'
import type { Caller, Core } from '../src/core.ts'
import { openDatabase } from '../src/database/open-database.ts'
import type { HostLink } from '../src/hosts/host-link.ts'
import { Hosts } from '../src/hosts/hosts.ts'
import type { HostEvents, VmRecord } from '../src/hosts/vm-record.ts'
import { Jobs } from '../src/jobs/jobs.ts'
import type { LongReply } from '../src/long-reply.ts'
import { OpenSockets } from '../src/open-sockets.ts'
import { Recordings } from '../src/recordings/recordings.ts'
import { History } from '../src/stats/history.ts'
import { LastPictures } from '../src/vms/last-pictures.ts'
import { usualDialect } from './databases.ts'
import { startPostgres } from './postgres.ts'

export interface LiveCore extends AsyncDisposable {
  readonly core: Core
  readonly seal: Seal
  /** The link to the host that was asked for, connected. */
  readonly link: HostLink
  /** Resolves as soon as the VM of that name is so, or at once when it is. */
  vm(name: string, so?: (vm: VmRecord) => boolean): Promise<VmRecord>
}

/**
 * What verbs work with, on a real libvirt and a real database of its own; without HTTP and sign-in.
 * `prepare` may put keys into the data folder first.
 */
export async function liveCore(
  uri: string,
  { prepare, plainTcp = 'ask' }: { prepare?: (data: string) => Promise<void>; plainTcp?: Config['plainTcp'] } = {},
): Promise<LiveCore> {
  const data = await mkdtemp(join(tmpdir(), 'porthole-test-'))
  await prepare?.(data)
  const log = pino({ level: 'silent' })
  const postgres = usualDialect === 'postgresql' ? await startPostgres() : null
  const database = await openDatabase({ data, databaseUrl: (await postgres?.makeDatabase()) ?? null }, log)
  const config = { localUri: uri, data, plainTcp, hostNetworks: [], sshAgent: null }
  const seal = new Seal(randomBytes(32))
  const hosts = new Hosts({ database, seal, log, config })
  const audit = new Audit(new AuditWriter(database, randomBytes(32), 'test'), log)
  const access = new Access(database)
  const leads = () => true
  const history = new History({ database, hosts, log, leads })
  const jobs = new Jobs({ database, server: 'test', log })
  const serials = new SerialLines()
  const recordings = new Recordings({ data, database, audit, hosts, serials, log })
  await recordings.start()
  const lastPictures = new LastPictures({ data, hosts, log })
  await lastPictures.start()
  const consoles = {
    tickets: new ConsoleTickets(10),
    serialTickets: new ConsoleTickets<SerialTarget>(10),
    rooms: new ConsoleRooms(recordings),
  }
  const parts = {
    log,
    database,
    audit,
    access,
    hosts,
    jobs,
    ...consoles,
    serials,
    recordings,
    lastPictures,
    alerts: new Alerts({ database, hosts, access, history, log, leads, shared: false }),
    sockets: new OpenSockets(),
  }
  const core = parts as unknown as Core
  await hosts.start()
  await changed(hosts, 'host', () => hosts.list().some(({ state }) => state === 'connected'))
  const link = hosts.link(hosts.list()[0]?.id ?? '')
  return {
    core,
    seal,
    link,
    async vm(name, so = () => true) {
      const find = () => [...link.inventory.all()].find(vm => vm.name === name && so(vm))
      await changed(hosts, 'vm', () => find() !== undefined)
      return find() as VmRecord
    },
    async [Symbol.asyncDispose]() {
      await recordings.stop()
      await hosts.stop()
      await database.$disconnect()
      await postgres?.remove()
      await rm(data, { recursive: true })
    },
  }
}

/** Resolves once something holds; looks again at each event of the kind. */
export async function changed(hosts: Hosts, event: keyof HostEvents, holds: () => boolean): Promise<void> {
  while (!holds()) await once(hosts.changes, event)
}

/** The VM that libvirt's test driver comes with; other tests may give it more at any time. */
export async function testVm(hosts: Hosts): Promise<VmRecord> {
  const find = () => [...hosts.vms()].find(({ name }) => name === 'test')
  await changed(hosts, 'vm', () => find() !== undefined)
  return find() as VmRecord
}

/** What a long reply makes up. */
export async function whole<T>({ pieces }: LongReply<T>): Promise<T> {
  let text = ''
  for await (const piece of pieces) text += piece
  return JSON.parse(text) as T
}

/** Somebody who may do these things everywhere. */
export function caller(can: readonly Permission[] = permissions, session = 'session-1'): Caller {
  const person = { id: `person-of-${session}`, name: 'Test', email: 'test@example.org', role: 'manager', can } as const
  return {
    person: { ...person, can: [...can] },
    sessionId: session,
    credential: 'session',
    from: '127.0.0.1',
    agent: null,
    can: permission => can.includes(permission),
    may: () => can,
    giveCookies: () => {},
  }
}
