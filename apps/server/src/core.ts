import type { Permission, Person } from '@porthole/contract'
import type { Logger } from 'pino'
import type { Access } from './access/access.ts'
import type { Place } from './access/reach.ts'
import type { Alerts } from './alerts/alerts.ts'
import type { Audit } from './audit/audit.ts'
import type { Auth } from './auth/auth.ts'
import type { SignOnDoor } from './auth/sign-on.ts'
import type { Config } from './config.ts'
import type { ConsoleRooms } from './consoles/console-rooms.ts'
import type { ConsoleTickets } from './consoles/console-tickets.ts'
import type { SerialLines, SerialTarget } from './consoles/serial-lines.ts'
import type { Database } from './database/open-database.ts'
import type { Guest, Guests } from './guests/guests.ts'
import type { Hosts } from './hosts/hosts.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { OpenSockets } from './open-sockets.ts'
import type { Uploads } from './pools/uploads.ts'
import type { Recordings } from './recordings/recordings.ts'
import type { ChannelRows } from './sending/channels.ts'
import type { History } from './stats/history.ts'
import type { UnderWay } from './under-way.ts'
import type { LastPictures } from './vms/last-pictures.ts'

/** What the verbs work with. One per process; made by app.ts. */
export interface Core {
  readonly config: Config
  readonly log: Logger
  readonly database: Database
  readonly auth: Auth
  readonly signOn: SignOnDoor
  readonly audit: Audit
  readonly access: Access
  readonly sockets: OpenSockets
  readonly hosts: Hosts
  readonly jobs: Jobs
  readonly tickets: ConsoleTickets
  readonly history: History
  readonly recordings: Recordings
  readonly lastPictures: LastPictures
  readonly alerts: Alerts
  /** Where alerts are sent. */
  readonly channels: ChannelRows
  readonly rooms: ConsoleRooms
  readonly guests: Guests
  readonly serials: SerialLines
  readonly uploads: Uploads
  readonly serialTickets: ConsoleTickets<SerialTarget>
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal
}

/** Who asks. */
export interface Caller {
  readonly person: Person | null
  readonly sessionId: string | null
  /** What proved who it is, as the audit says it: "session", "token <name>"; null for nobody. */
  readonly credential: string | null
  /** Set for who has come by a link instead of signing in: only the guests' own console knows such callers. */
  readonly guest?: Guest
  /** The address of the socket's other end; what a client says in headers is not believed. */
  readonly from: string | null
  /** What the program that asks calls itself; anything at all. */
  readonly agent: string | null
  /** The browser's cookies as they came, for better-auth alone; absent where there is no browser. */
  readonly cookie?: string | undefined
  /** Whether they may do that there; without a place, everywhere. Asked again it may have changed. */
  can(permission: Permission, place?: Place): boolean
  /** All that they may do there. */
  may(place: Place): readonly Permission[]
  /** Hands `Set-Cookie` lines to the browser: signing in and out are the only ones who need it. */
  giveCookies(cookies: readonly string[]): void
}

/** One capability, named as its contract entry. A verb never sees HTTP. */
export type Verb<I, O> = (core: Core, input: I, caller: Caller) => Promise<O>

/** One that begins a job: it answers before the end. */
export type LongVerb<I, O> = Verb<I, UnderWay<O>>
