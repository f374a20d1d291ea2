import { ConsoleAsks, closeCodes } from '@porthole/contract'
import type { WebSocket } from 'ws'
import type { Caller, Core } from '../core.ts'
import type { VmOnHost } from '../hosts/vm-record.ts'
import type { ClientMessages } from './client-messages.ts'
import type { ConsoleRecord } from './console-record.ts'
import type { Viewer } from './console-room.ts'
import type { GuestStream } from './guest-stream.ts'
import { closeSoon } from './heartbeat.ts'
import { kinds } from './message-kinds.ts'
import { seatOf } from './seat-of.ts'

/** Who controls and is lost finds control again for so long after their last sign of life. */
const keepMs = 30_000
/** So often it is looked whether who controls is still there. */
const lookMs = 5000
/** What a browser asks takes fewer bytes than that. */
const longestText = 1024
/** How a socket closes under somebody who did not mean to leave: without a word, too slow, or with the guest's display. */
const against: readonly number[] = [1006, closeCodes.tooSlow, closeCodes.guestClosed, closeCodes.displayFailed]

interface Place {
  readonly core: Core
  readonly vm: VmOnHost
  readonly webSocket: WebSocket
  readonly caller: Caller
  readonly messages: ClientMessages
  readonly guest: GuestStream
  readonly record: ConsoleRecord
  /** Milliseconds since the browser gave its last sign of life. */
  readonly silence: () => number
}

/** Gives a console its seat among those who look at the same VM, until its socket closes. */
export function sitDown(place: Place): void {
  const { core, vm, webSocket, silence } = place
  const room = core.rooms.of(vm)
  const seat = room.join(viewerOf(place))
  const { messages } = place
  const { onPassed } = messages
  messages.onPassed = (bytes, at) => {
    onPassed(bytes, at)
    if (bytes[at] === kinds.pointer) room.point(seat, bytes.readUInt16BE(at + 2), bytes.readUInt16BE(at + 4))
  }
  const tidy = () => core.rooms.tidy(vm)
  const changed = () => room.checkRights()
  core.access.changes.on('changed', changed)
  webSocket.on('message', (data, isBinary) => {
    if (isBinary) return
    const asks = parse(data.toString())
    if (asks === null) closeSoon(webSocket, 1008, 'That message is not understood here.')
    else
      room
        .hear(seat, asks)
        .catch(error => core.log.error({ err: error, console: vm.id }, 'control was not handed over'))
  })
  // A socket with bytes on their way counts as dead later than whoever waits for control should wait.
  const look = setInterval(() => silence() > keepMs && room.lost(seat), lookMs).unref()
  const leave = (code: number) => {
    clearInterval(look)
    core.access.changes.off('changed', changed)
    room.leave(seat, against.includes(code) ? Math.max(1, keepMs - silence()) : 0, tidy)
    tidy()
  }
  if (webSocket.readyState === webSocket.OPEN) webSocket.once('close', leave)
  else leave(1005)
}

function viewerOf({ vm, webSocket, caller, messages, guest, record }: Place): Viewer {
  const { person, name } = seatOf(caller)
  return {
    person,
    name,
    mayControl: () => caller.can('vm.console', { vm }),
    mayTake: () => caller.can('vm.take-console', { vm }),
    control: controls => {
      const released = messages.control(controls)
      if (released.length > 0) guest.write(released)
    },
    say: what => webSocket.send(JSON.stringify(what), { compress: false }),
    write: (action, person) => record.happened(action, { person }),
  }
}

function parse(text: string): ConsoleAsks | null {
  if (text.length > longestText) return null
  try {
    return ConsoleAsks.parse(JSON.parse(text))
  } catch {
    return null
  }
}
