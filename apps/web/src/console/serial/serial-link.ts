import {
  closeCodes,
  type Recorded,
  type SerialSays,
  serialPath,
  serialProtocol,
  ticketProtocol,
} from '@porthole/contract'
import { backoff } from '../../api/backoff.ts'
import { client } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { socketAddress } from '../../api/site-address.ts'
import { Store } from '../../api/store.ts'
import type { VmKey } from '../../api/vm-key.ts'
import { consoleTexts } from '../../texts/console-texts.ts'
import { comesBack } from '../comes-back.ts'

export type SerialState =
  | { readonly phase: 'connecting' | 'connected' }
  /** Tried again by itself. */
  | { readonly phase: 'waiting'; readonly why: string }
  /** Somebody has it outside of Porthole: it can be taken. */
  | { readonly phase: 'busy'; readonly why: string }
  | { readonly phase: 'ended'; readonly why: string }

const closings: Record<number, string> = {
  [closeCodes.signedOut]: consoleTexts.page.closed.signedOut,
  [closeCodes.accessChanged]: consoleTexts.page.closed.accessChanged,
  [closeCodes.restarting]: consoleTexts.page.closed.restarting,
  [closeCodes.hostRemoved]: consoleTexts.page.closed.hostRemoved,
  [closeCodes.tooSlow]: consoleTexts.page.closed.tooSlow,
  [closeCodes.notRecorded]: consoleTexts.page.closed.notRecorded,
}
const forGood: readonly number[] = [closeCodes.signedOut, closeCodes.accessChanged, closeCodes.hostRemoved]

interface Screen {
  /** All that the server kept comes next, from its beginning. */
  empty(): void
  show(bytes: Uint8Array): void
}

/** One serial console: connects, and again by itself until it is stopped. */
export class SerialLink {
  readonly state = new Store<SerialState>({ phase: 'connecting' })
  /** What is seen here is recorded; null while it is not. */
  readonly recorded = new Store<Recorded | null>(null)
  readonly #vm: VmKey
  readonly #device: string
  readonly #screen: Screen
  #socket: WebSocket | null = null
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Which try is the current one: what an older one still has to say does not count. */
  #turn = 0

  constructor(vm: VmKey, device: string, screen: Screen) {
    this.#vm = vm
    this.#device = device
    this.#screen = screen
  }

  /** `force` takes it from whoever has it open outside of Porthole. */
  async start(force = false): Promise<void> {
    const turn = ++this.#turn
    clearTimeout(this.#timer)
    this.state.set({ phase: 'connecting' })
    try {
      const { ticket } = await client.consoles.openSerial({ ...this.#vm, device: this.#device, force })
      if (turn === this.#turn) this.#open(ticket, turn)
    } catch (error) {
      if (turn !== this.#turn) return
      const { code, sentence } = failureOf(error)
      if (code === 'IN_USE') this.state.set({ phase: 'busy', why: sentence })
      else if (comesBack(error)) this.#wait(sentence)
      else this.state.set({ phase: 'ended', why: sentence })
    }
  }

  stop(): void {
    this.#turn++
    clearTimeout(this.#timer)
    this.#socket?.close()
  }

  send(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(new TextEncoder().encode(text))
  }

  #open(ticket: string, turn: number): void {
    const socket = new WebSocket(socketAddress(serialPath), [serialProtocol, ticketProtocol + ticket])
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    socket.addEventListener('open', () => {
      if (turn !== this.#turn) return
      this.#attempt = 0
      this.#screen.empty()
      this.state.set({ phase: 'connected' })
    })
    socket.addEventListener('message', ({ data }) => {
      if (turn !== this.#turn) return
      if (typeof data === 'string') this.recorded.set((JSON.parse(data) as SerialSays).recorded)
      else this.#screen.show(new Uint8Array(data as ArrayBuffer))
    })
    socket.addEventListener('close', ({ code, reason }) => {
      if (turn !== this.#turn) return
      this.recorded.set(null)
      const why = closings[code] ?? (reason || consoleTexts.page.closed.lost)
      if (forGood.includes(code)) this.state.set({ phase: 'ended', why })
      else this.#wait(why)
    })
  }

  #wait(why: string): void {
    this.state.set({ phase: 'waiting', why })
    this.#timer = setTimeout(() => void this.start(), backoff(this.#attempt++, 400, 10_000))
  }
}
