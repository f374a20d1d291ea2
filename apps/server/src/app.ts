import { randomUUID } from 'node:crypto'
import { consolePath, eventsPath, guestConsolePath, serialPath, uploadPath } from '@porthole/contract'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { Access } from './access/access.ts'
import { accessRoutes } from './access/routes.ts'
import { accountRoutes } from './account/routes.ts'
import { Alerts } from './alerts/alerts.ts'
import { alertsRoutes } from './alerts/routes.ts'
import { tellTimeline } from './alerts/tell-timeline.ts'
import { Audit } from './audit/audit.ts'
import { AuditWriter } from './audit/audit-writer.ts'
import { EndNote } from './audit/end-note.ts'
import { keepTrimmed } from './audit/keep-trimmed.ts'
import { OutsideWatch } from './audit/outside-watch.ts'
import { Pulse } from './audit/pulse.ts'
import { auditRoutes } from './audit/routes.ts'
import { Auth } from './auth/auth.ts'
import { Seal } from './auth/seal.ts'
import { keyFor, prepareDataFolder, readSecret } from './auth/secret.ts'
import { SignOnDoor } from './auth/sign-on.ts'
import type { Config } from './config.ts'
import { ConsoleRooms } from './consoles/console-rooms.ts'
import { ConsoleTickets } from './consoles/console-tickets.ts'
import { consolesRoutes } from './consoles/routes.ts'
import { SerialLines } from './consoles/serial-lines.ts'
import { serveConsole } from './consoles/serve-console.ts'
import { serveSerial } from './consoles/serve-serial.ts'
import type { Core } from './core.ts'
import { dialectOf, openDatabase } from './database/open-database.ts'
import { serveEvents } from './events/serve-events.ts'
import { byGuestCookie } from './guests/by-guest-cookie.ts'
import { Guests } from './guests/guests.ts'
import { guestsRoutes } from './guests/routes.ts'
import { hardwareRoutes } from './hardware/routes.ts'
import { Hosts } from './hosts/hosts.ts'
import { hostsRoutes } from './hosts/routes.ts'
import { makeServer } from './http/make-server.ts'
import { serveApi } from './http/serve-api.ts'
import { serveHealth } from './http/serve-health.ts'
import { serveSite, sitePlace } from './http/serve-site.ts'
import { bySession, serveUpgrades } from './http/serve-upgrades.ts'
import { Jobs } from './jobs/jobs.ts'
import { jobsRoutes } from './jobs/routes.ts'
import { serveMetrics } from './metrics/serve-metrics.ts'
import { networksRoutes } from './networks/routes.ts'
import { OpenSockets } from './open-sockets.ts'
import { peopleRoutes } from './people/routes.ts'
import { poolsRoutes } from './pools/routes.ts'
import { serveUpload } from './pools/serve-upload.ts'
import { Uploads } from './pools/uploads.ts'
import { Recordings } from './recordings/recordings.ts'
import { recordingsRoutes } from './recordings/routes.ts'
import type { Routes } from './routes.ts'
import { AlertSender } from './sending/alert-sender.ts'
import { ChannelRows } from './sending/channels.ts'
import { sessionRoutes } from './session/routes.ts'
import { watchSessions } from './session/watch-sessions.ts'
import { settingsRoutes } from './settings/routes.ts'
import { snapshotsRoutes } from './snapshots/routes.ts'
import { History } from './stats/history.ts'
import { statsRoutes } from './stats/routes.ts'
import { stop } from './stop.ts'
import { LastPictures } from './vms/last-pictures.ts'
import { vmsRoutes } from './vms/routes.ts'

const routes: Routes = {
  session: sessionRoutes,
  hosts: hostsRoutes,
  vms: vmsRoutes,
  hardware: hardwareRoutes,
  snapshots: snapshotsRoutes,
  pools: poolsRoutes,
  networks: networksRoutes,
  consoles: consolesRoutes,
  recordings: recordingsRoutes,
  guests: guestsRoutes,
  audit: auditRoutes,
  settings: settingsRoutes,
  access: accessRoutes,
  people: peopleRoutes,
  account: accountRoutes,
  stats: statsRoutes,
  jobs: jobsRoutes,
  alerts: alertsRoutes,
}

/** Where WebSockets are served, and whom each is for: that and Origin are checked before it gets there. */
const socketRoutes = {
  [eventsPath]: { serve: serveEvents, who: bySession },
  [consolePath]: { serve: serveConsole, who: bySession },
  [guestConsolePath]: { serve: serveConsole, who: byGuestCookie },
  [serialPath]: { serve: serveSerial, who: bySession },
  [uploadPath]: { serve: serveUpload, who: bySession },
}

/** The whole server, built but not listening. */
export interface App {
  readonly core: Core
  readonly server: FastifyInstance
  /** Ends what was begun: consoles are told, writes finish, the database is closed last. */
  stop(): Promise<void>
}

export async function buildApp(config: Config, log: Logger): Promise<App> {
  prepareDataFolder(config.data)
  const secret = readSecret(config.data)
  const database = await openDatabase(config, log)
  const stopping = new AbortController()
  const [instance, dialect] = [randomUUID(), dialectOf(config)]
  const writer = new AuditWriter(database, keyFor('audit', secret), instance)
  const audit = new Audit(writer, log)
  const access = new Access(database)
  const seal = new Seal(keyFor('secrets', secret))
  const { publicOrigin, basePath } = config
  const hosts = new Hosts({ database, seal, log, config })
  const serials = new SerialLines()
  const recordings = new Recordings({ data: config.data, database, audit, hosts, serials, log })
  const history = new History({ database, hosts, log, leads: () => pulse.leads })
  const core: Core = {
    config,
    log,
    database,
    auth: new Auth({ database, dialect, secret, publicOrigin, basePath, log }),
    signOn: new SignOnDoor({ database, access, dialect, secret, publicOrigin, basePath, log }, seal),
    audit,
    access,
    sockets: new OpenSockets(),
    hosts,
    history,
    alerts: new Alerts({
      ...{ database, hosts, access, history, log, leads: () => pulse.leads },
      shared: dialect === 'postgresql',
    }),
    channels: new ChannelRows(database, seal),
    jobs: new Jobs({ database, server: instance, log }),
    tickets: new ConsoleTickets(config.consolesPerPerson),
    rooms: new ConsoleRooms(recordings),
    serials,
    recordings,
    lastPictures: new LastPictures({ data: config.data, hosts, log }),
    guests: new Guests(),
    serialTickets: new ConsoleTickets(config.consolesPerPerson),
    uploads: new Uploads(),
    stopping: stopping.signal,
  }
  const server = makeServer(core)
  serveHealth(server, core)
  serveMetrics(server, core)
  await serveApi(server, core, routes)
  await serveSite(server, sitePlace(config))
  const cutSockets = serveUpgrades(server.server, core, socketRoutes)
  const stopWatching = watchSessions(core)
  core.access.changes.on('changed', () => core.auth.recent.forget())
  await core.access.load()
  const note = new EndNote(config.data)
  const pulse = new Pulse({ database, dialect, audit, writer, note, jobs: core.jobs.rows, server: instance, log })
  await pulse.start()
  const outside = new OutsideWatch({ audit, hosts: core.hosts, log, leads: () => pulse.leads })
  outside.start()
  const stopTrimming = keepTrimmed(core, () => pulse.leads)
  core.history.start()
  await recordings.start()
  await core.lastPictures.start()
  await core.hosts.start()
  const { alerts, channels } = core
  const sender = new AlertSender({ database, alerts, channels, log, leads: () => pulse.leads, origin: publicOrigin })
  sender.start()
  const stopTelling = tellTimeline(alerts, audit, log)
  core.alerts.start()
  const stopClocks = () => {
    stopWatching()
    stopTrimming()
    stopTelling()
  }
  return { core, server, stop: () => stop({ core, server, stopping, cutSockets, stopClocks, outside, sender, pulse }) }
}
