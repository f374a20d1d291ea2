import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { closeCodes, type SerialSays, serialProtocol, ticketProtocol } from '@porthole/contract'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Caller, Core } from '../core.ts'
import { Fault } from '../fault.ts'
import { refuseUpgrade } from '../http/refuse-upgrade.ts'
import type { Recordable } from '../recordings/recordings.ts'
import { ConsoleRecord } from './console-record.ts'
import { closeSoon, keepHeartbeat, whenClosed } from './heartbeat.ts'
import type { SerialLine } from './serial-line.ts'
import type { SerialTarget } from './serial-lines.ts'

const webSockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: 64 * 1024,
  handleProtocols: () => serialProtocol,
})

/** A browser that lets more than that wait reads no terminal, nor does one that takes nothing for so long. */
const mostQueued = 2 * 1024 * 1024
const stuckMs = 60_000

/** The WebSocket of a serial console: all its bytes for whoever may watch, and keys from those who may control. */
export function serveSerial(core: Core, request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller): void {
  const target = admit(core, request, caller)
  if (typeof target === 'number') {
    refuseUpgrade(socket, target)
    return
  }
  webSockets.handleUpgrade(request, socket, head, webSocket => {
    const forget = core.sockets.bind(caller.sessionId ?? '', (code, reason) => closeSoon(webSocket, code, reason))
    webSocket.once('close', forget)
    webSocket.on('error', () => {})
    keepHeartbeat(webSocket)
    // What is typed at once waits until the line is there.
    webSocket.pause()
    void run(core, target, webSocket, socket as Socket, caller)
  })
}

async function run(core: Core, target: SerialTarget, webSocket: WebSocket, browser: Socket, caller: Caller) {
  let record: ConsoleRecord | null = null
  try {
    const line = await core.serials.find(target)
    if (line === undefined) {
      closeSoon(webSocket, closeCodes.guestClosed, 'The console was closed meanwhile.')
      return
    }
    whenClosed(webSocket, core.serialTickets.seats.take(caller.person?.id ?? '', target))
    const opening = recordOf(core, target, caller)
    record = opening
    const lost = () => closeSoon(webSocket, closeCodes.notRecorded, 'This console can not be recorded any more.')
    const attended = core.recordings.attend(target, caller, lost).then(leave => whenClosed(webSocket, leave))
    await Promise.all([attended, opening.begun()])
    talk(core, target, line, webSocket, browser, caller)
    opening.opened()
    whenClosed(webSocket, () => {
      opening
        .closed('browser-closed')
        .catch(error => core.log.error({ err: error }, 'a console’s end was not written down'))
    })
    webSocket.resume()
  } catch (error) {
    core.log.info({ err: error, console: target.id }, 'a serial console failed')
    const unrecorded = error instanceof Fault && error.code === 'NOT_RECORDED'
    closeSoon(
      webSocket,
      unrecorded ? closeCodes.notRecorded : closeCodes.displayFailed,
      unrecorded ? error.message : 'The console could not be opened.',
    )
    await record?.failed(error instanceof Fault ? error.code : 'NO_CONSOLE').catch(() => {})
  }
}

function recordOf({ hosts, audit }: Core, { id, host, device }: SerialTarget, caller: Caller): ConsoleRecord {
  const { vm } = hosts.findVm({ id, host })
  return new ConsoleRecord(audit, { caller, object: `vm:${id}`, objectName: vm.name, host, args: { device } })
}

function talk(
  { access, recordings }: Core,
  vm: SerialTarget,
  line: SerialLine,
  webSocket: WebSocket,
  browser: Socket,
  caller: Caller,
): void {
  const check = () => {
    if (!caller.can('vm.watch', { vm }))
      closeSoon(webSocket, closeCodes.accessChanged, 'Your permission for this console was taken back, or has ended.')
  }
  access.changes.on('changed', check)
  check()
  let stuck: NodeJS.Timeout | undefined
  const tooSlow = () => closeSoon(webSocket, closeCodes.tooSlow, 'The browser did not read.')
  const taken = () => {
    clearTimeout(stuck)
    stuck = browser.writableLength > 0 ? setTimeout(tooSlow, stuckMs) : undefined
  }
  const leave = line.join({
    take: bytes => {
      if (webSocket.readyState !== webSocket.OPEN) return
      if (browser.writableLength > mostQueued) return tooSlow()
      webSocket.send(bytes, { binary: true, compress: false }, taken)
      stuck ??= setTimeout(tooSlow, stuckMs)
    },
    ended: () => closeSoon(webSocket, closeCodes.guestClosed, 'The VM stopped, or somebody took this console.'),
  })
  const goOn = () => webSocket.resume()
  webSocket.on('message', (data: Buffer) => {
    if (!caller.can('vm.console', { vm })) return
    recordings.writing(vm)?.tape.key({ who: caller.person?.name, text: data.toString() })
    if (!line.write(data, goOn)) webSocket.pause()
  })
  const tell = () => webSocket.send(JSON.stringify({ recorded: recordings.shown(vm) } satisfies SerialSays))
  const recordingChanged = (place: Recordable) => {
    if (place.id === vm.id && place.host === vm.host && place.device === vm.device) tell()
  }
  recordings.changes.on('changed', recordingChanged)
  tell()
  whenClosed(webSocket, () => {
    clearTimeout(stuck)
    access.changes.off('changed', check)
    recordings.changes.off('changed', recordingChanged)
    leave()
  })
}

/** Spends the ticket; or the HTTP status that says why not. */
function admit(core: Core, request: IncomingMessage, caller: Caller): SerialTarget | number {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(name => name.trim())
  const ticket = offered.find(name => name.startsWith(ticketProtocol))?.slice(ticketProtocol.length)
  const { person, sessionId } = caller
  if (person === null || sessionId === null || ticket === undefined) return 401
  const target = core.serialTickets.redeem(ticket, { person: person.id, session: sessionId })
  if (target === null) return 401
  if (!caller.can('vm.watch', { vm: target })) return 403
  return offered.includes(serialProtocol) ? target : 400
}
