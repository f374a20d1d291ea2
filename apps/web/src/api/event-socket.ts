import { type ClientMessage, closeCodes, eventsPath, type ServerMessage } from '@porthole/contract'
import { backoff } from './backoff.ts'
import { socketAddress } from './site-address.ts'
import { Store } from './store.ts'
import { nothing, type Watched } from './watched-vms.ts'

export interface LiveState {
  /** `connecting` is the first try only: later ones are `away`, because the screen shows what is no longer live. */
  readonly status: 'connecting' | 'live' | 'away'
  /** Since when, ISO 8601. */
  readonly since: string
}

interface Handlers {
  message(message: ServerMessage): void
  /** The socket closed: by the server with a code, or 1006 when it was cut or never opened. */
  closed(code: number): void
}

/** Between two looks at how long nothing was heard, ms. */
const doubtMs = 5000
/** More than twice as long as the server lets pass between two messages, ms; the contract's value would bring all of zod. */
const silenceMs = 25_000

/** The event socket: stays connected by itself, says honestly when it is not, and repeats its `watch` on every new one. */
export class EventSocket {
  readonly state = new Store<LiveState>({ status: 'connecting', since: new Date().toISOString() })
  readonly #handlers: Handlers
  #socket: WebSocket | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setInterval> | undefined
  /** When the server said anything, ms since 1970: a clock that goes on while the computer sleeps. */
  #heard = 0
  #attempt = 0
  #watched: Watched = nothing
  #stopped = true

  constructor(handlers: Handlers) {
    this.#handlers = handlers
  }

  start(): void {
    this.#stopped = false
    window.addEventListener('online', this.#hurry)
    window.addEventListener('offline', this.#drop)
    document.addEventListener('visibilitychange', this.#hurry)
    this.#silence = setInterval(this.#doubt, doubtMs)
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    window.removeEventListener('online', this.#hurry)
    window.removeEventListener('offline', this.#drop)
    document.removeEventListener('visibilitychange', this.#hurry)
    clearTimeout(this.#timer)
    clearInterval(this.#silence)
    this.#socket?.close()
    this.#socket = null
  }

  watch(watched: Watched): void {
    this.#watched = watched
    this.#sendWatch()
  }

  #connect(): void {
    clearTimeout(this.#timer)
    const socket = new WebSocket(socketAddress(eventsPath))
    this.#socket = socket
    this.#heard = Date.now()
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return
      this.#heard = Date.now()
      for (const message of JSON.parse(data) as ServerMessage[]) {
        if (message.type === 'hello') this.#greeted()
        this.#handlers.message(message)
      }
    }
    socket.onclose = ({ code }) => {
      if (this.#socket === socket) this.#lost(code)
    }
  }

  #greeted(): void {
    this.#attempt = 0
    this.#say('live')
    this.#sendWatch()
  }

  #lost(code: number): void {
    this.#socket = null
    if (this.#stopped) return
    this.#say('away')
    if (code === closeCodes.accessChanged) this.#connect()
    else if (code !== closeCodes.signedOut) {
      this.#timer = setTimeout(() => this.#connect(), backoff(this.#attempt++))
    }
    this.#handlers.closed(code)
  }

  #say(status: LiveState['status']): void {
    if (this.state.get().status !== status) this.state.set({ status, since: new Date().toISOString() })
  }

  #sendWatch(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    this.#socket.send(JSON.stringify({ type: 'watch', ...this.#watched } satisfies ClientMessage))
  }

  /**
   * A computer that slept, or a way that was cut without a word, leaves a socket that looks open: what it showed since
   * is not live. Nobody looks at a hidden tab; it is doubted when it is looked at again.
   */
  readonly #doubt = (): void => {
    if (document.visibilityState === 'hidden' || Date.now() - this.#heard <= silenceMs) return
    this.#drop()
    this.#hurry()
  }

  /** The network or the person came back: no reason to sit out a backoff. */
  readonly #hurry = (): void => {
    if (this.#socket) this.#doubt()
    if (this.#stopped || this.#socket || document.visibilityState === 'hidden') return
    this.#attempt = 0
    this.#connect()
  }

  /** A cut network can leave the socket looking open for minutes; what it would show meanwhile is not live. */
  readonly #drop = (): void => {
    const socket = this.#socket
    if (!socket) return
    this.#lost(1006)
    socket.close()
  }
}
