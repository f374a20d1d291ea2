import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { ClientMessage, closeCodes, type Person } from '@porthole/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import type { AlertRecord } from '../alerts/alert-record.ts'
import { presentAlert, seesAlert } from '../alerts/present-alert.ts'
import { closeSoon, keepHeartbeat } from '../consoles/heartbeat.ts'
import type { Caller, Core } from '../core.ts'
import { presentHost } from '../hosts/present-host.ts'
import type { HostSnapshot, VmGone, VmRecord } from '../hosts/vm-record.ts'
import { refuseUpgrade } from '../http/refuse-upgrade.ts'
import type { JobRecord } from '../jobs/job-record.ts'
import { presentJob } from '../jobs/present-job.ts'
import { version } from '../version.ts'
import { textsOf } from '../vms/vm-texts.ts'
import { EventClient } from './event-client.ts'
import { EventSeats } from './event-seats.ts'
import { Outbox } from './outbox.ts'

const webSockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  // 500 rows to watch, each a UUID and a host.
  maxPayload: 128 * 1024,
})

const seats = new EventSeats()

/** The event socket of one tab: what changed on any host, as far as the caller may see it. */
export function serveEvents(core: Core, request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void {
  const { person, sessionId } = caller
  if (person === null || sessionId === null) {
    refuseUpgrade(socket, 401)
    return
  }
  const leave = seats.take(person.id)
  if (leave === null) {
    refuseUpgrade(socket, 429)
    return
  }
  socket.once('close', leave)
  webSockets.handleUpgrade(request, socket, head, webSocket => {
    const forget = core.sockets.bind(sessionId, (code, reason) => closeSoon(webSocket, code, reason))
    webSocket.once('close', forget)
    keepHeartbeat(webSocket)
    talk(core, webSocket, socket as Socket, { ...caller, person })
  })
}

function talk(core: Core, webSocket: WebSocket, browser: Socket, caller: Caller & { person: Person }): void {
  const outbox = new Outbox(
    {
      seesHost: id => caller.can('host.see', { host: id }),
      seesVm: ({ id, host }) => caller.can('vm.see', { vm: { id, host } }),
      seesVmOn: host => seesAnyOn(core, host, caller),
      seesAudit: () => caller.can('audit.see'),
      host: host => presentHost(host, caller),
      vm: vm => textsOf(core).of(vm, caller),
      job: job => presentJob(job, caller),
      seesAlert: alert => seesAlert(alert, caller),
      alert: alert => presentAlert(alert, caller),
    },
    version,
  )
  const client = new EventClient(core, webSocket, browser, outbox)
  const tell =
    <T>(put: (what: T) => void) =>
    (what: T) => {
      put(what)
      if (!outbox.empty) client.wake()
    }
  const host = tell((what: HostSnapshot) => {
    outbox.host(what)
    client.host(what.id)
  })
  const hostGone = tell((id: string) => outbox.hostGone(id))
  const vm = tell((what: VmRecord) => outbox.vm(what))
  const vmGone = tell((what: VmGone) => outbox.vm(what))
  const networks = tell((id: string) => outbox.networks(id))
  const job = tell((what: JobRecord) => outbox.job(what))
  const alert = tell((what: AlertRecord) => outbox.alert(what))
  const alertGone = tell((what: AlertRecord) => outbox.alertGone(what))
  const audit = tell(() => outbox.audit())
  const written = () => audit(null)
  core.audit.told.on('written', written)
  core.jobs.changes.on('job', job)
  core.alerts.changes.on('alert', alert).on('gone', alertGone)
  const { changes } = core.hosts
  const reach = core.access.of(caller.person)
  const accessChanged = ({ placements }: { placements: boolean }) => {
    const now = core.access.of(caller.person)
    if (!now.isAs(reach)) closeSoon(webSocket, closeCodes.accessChanged, 'What you may do has changed.')
    else if (placements && now.looksAtPlacements) tell(() => outbox.startOver())(null)
  }
  core.access.changes.on('changed', accessChanged)
  changes.on('host', host).on('host-gone', hostGone).on('vm', vm).on('vm-gone', vmGone).on('networks', networks)
  webSocket.on('error', () => {})
  webSocket.on('message', (data, isBinary) => {
    const message = isBinary ? null : parse(data.toString())
    if (message === null) closeSoon(webSocket, 1008, 'That message is not understood here.')
    else client.watch(message)
  })
  webSocket.once('close', () => {
    core.access.changes.off('changed', accessChanged)
    core.audit.told.off('written', written)
    core.jobs.changes.off('job', job)
    core.alerts.changes.off('alert', alert).off('gone', alertGone)
    changes.off('host', host).off('host-gone', hostGone).off('vm', vm).off('vm-gone', vmGone).off('networks', networks)
    client.end()
  })
  client.wake()
}

function seesAnyOn({ hosts }: Core, host: string, caller: Caller): boolean {
  for (const vm of hosts.link(host).inventory.all()) if (caller.can('vm.see', { vm })) return true
  return false
}

function parse(text: string): ClientMessage | null {
  try {
    return ClientMessage.parse(JSON.parse(text))
  } catch {
    return null
  }
}
