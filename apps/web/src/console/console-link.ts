import type { ConsoleAsks, ConsoleSays } from '@porthole/contract'
import { closeCodes, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { backoff } from '../api/backoff.ts'
import { failureOf } from '../api/failure.ts'
import { socketAddress } from '../api/site-address.ts'
import { Store } from '../api/store.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { comesBack } from './comes-back.ts'
import type { ConsoleDoor } from './console-door.ts'
import { grabPointer } from './grab-pointer.ts'
import type { GuestRfb, Resizing } from './guest-rfb.ts'
import { type Chord, movers } from './keys.ts'
import { keepPicture } from './last-picture.ts'
import { SoundPlayer } from './play-sound.ts'
import { loadNoVnc } from './warm-console.ts'
import { watchComputer } from './watch-computer.ts'

export type ConsoleState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'connected' }
  /** Broken, and tried again by itself at `retryAt` (ms). */
  | { readonly phase: 'waiting'; readonly why: string; readonly retryAt: number }
  /** Broken in a way that trying again would not mend. */
  | { readonly phase: 'ended'; readonly why: string }

/** Who is at the console, and who controls it. */
export type Room = Extract<ConsoleSays, { type: 'room' }>

export type Pointer = Extract<ConsoleSays, { type: 'pointer' }>

/** How large the picture is: whole in its place, as large as it is, as large as its place, or the guest follows the place. */
export type Scale = 'fit' | 'exact' | 'fill' | 'guest'

const closings: Record<number, string> = {
  [closeCodes.signedOut]: consoleTexts.page.closed.signedOut,
  [closeCodes.accessChanged]: consoleTexts.page.closed.accessChanged,
  [closeCodes.linkEnded]: consoleTexts.linkEnded,
  [closeCodes.guestClosed]: consoleTexts.page.closed.guestClosed,
  [closeCodes.displayFailed]: consoleTexts.page.closed.displayFailed,
  [closeCodes.tooSlow]: consoleTexts.page.closed.tooSlow,
  [closeCodes.restarting]: consoleTexts.page.closed.restarting,
  [closeCodes.hostRemoved]: consoleTexts.page.closed.hostRemoved,
  [closeCodes.notRecorded]: consoleTexts.page.closed.notRecorded,
}

const saysMore: ReadonlySet<number> = new Set([closeCodes.guestClosed, closeCodes.displayFailed])
const forGood: ReadonlySet<string> = new Set([
  consoleTexts.page.closed.signedOut,
  consoleTexts.page.closed.hostRemoved,
  consoleTexts.linkEnded,
])

/** A server that restarts is found again within three seconds. */
const mostMs = 2500

/** A console in `place`: connects, and connects again by itself until it is stopped. */
export class ConsoleLink {
  readonly state = new Store<ConsoleState>({ phase: 'connecting' })
  /** Null while there is no connection. */
  readonly room = new Store<Room | null>(null)
  /** Where somebody else, who controls, points in the picture; null while nobody does. */
  readonly pointer = new Store<Pointer | null>(null)
  /** What became of control without one's own doing, until it is read. */
  readonly heard = new Store<string | null>(null)
  /** What was copied in the guest last, for who controls it. */
  readonly clipboard = new Store<string | null>(null)
  readonly resizing = new Store<Resizing>('unknown')
  /** What the guest points with; a mouse may have the pointer for itself. */
  readonly mouse = new Store<'tablet' | 'free' | 'grabbed'>('tablet')
  /** Whether the guest's sound is heard; `none` where its display has none. */
  readonly sound = new Store<'none' | 'off' | 'on'>('none')
  /** False while keys belong elsewhere: then it takes the focus only when it is told to. */
  takesFocus = true
  readonly #door: ConsoleDoor
  readonly #place: HTMLElement
  readonly #lastPicture: HTMLCanvasElement
  #scale: Scale
  #rfb: GuestRfb | null = null
  #socket: WebSocket | null = null
  /** This window was just opened, or controlled when it was lost: whoever is at it means to control. */
  #wantsControl = true
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Which try is the current one: what an older one still has to say does not count. */
  #turn = 0
  #wantsFocus = true
  #unwatch: () => void = () => {}
  #ungrab: () => void = () => {}
  #player: SoundPlayer | null = null
  /** One's own act takes control away. */
  #parts = false

  constructor(door: ConsoleDoor, place: HTMLElement, lastPicture: HTMLCanvasElement, scale: Scale) {
    this.#door = door
    this.#place = place
    this.#lastPicture = lastPicture
    this.#scale = scale
  }

  start(): void {
    this.#unwatch = watchComputer({ lost: why => this.#lost(consoleTexts.computer[why]), back: () => this.hurry() })
    void this.#connect()
  }

  stop(): void {
    this.#unwatch()
    this.#turn++
    clearTimeout(this.#timer)
    this.#leave()
  }

  /** Something says that it will work now: no reason to sit out a backoff. */
  hurry(): void {
    if (this.state.get().phase !== 'waiting') return
    this.#attempt = 0
    void this.#connect()
  }

  setScale(scale: Scale): void {
    this.#scale = scale
    if (!this.#rfb) return
    this.#rfb.scaleViewport = scale !== 'exact'
    this.#rfb.resizeSession = scale === 'guest'
  }

  focus(): void {
    this.#rfb?.focus()
  }

  /** Asks for control, gives it, takes it: the answer is the room as it is then. */
  ask(asks: ConsoleAsks): void {
    if (asks.type === 'give' || asks.type === 'let-go') this.#parts = true
    this.heard.set(null)
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(asks))
  }

  /** One key down or up; false where nothing gets to the guest now. */
  send(keysym: number, code: string, down: boolean): boolean {
    if (!this.#rfb || this.#rfb.viewOnly || this.state.get().phase !== 'connected') return false
    this.#rfb.sendKey(keysym, code, down)
    return true
  }

  /** Presses the keys in their order and lets them go in the opposite one. */
  press({ keys }: Chord): void {
    for (const { keysym, code } of keys) this.#rfb?.sendKey(keysym, code, true)
    for (const { keysym, code } of keys.toReversed()) this.#rfb?.sendKey(keysym, code, false)
    this.focus()
  }

  /** Lets go of Ctrl and Alt in the guest: they moved the keyboard elsewhere, and are lifted there. */
  letGo(): void {
    for (const { keysym, code } of movers) this.send(keysym, code, false)
  }

  /** Puts a text into the guest's clipboard; false where nothing gets to the guest now. */
  giveText(text: string): boolean {
    if (!this.#rfb || this.#rfb.viewOnly || this.state.get().phase !== 'connected') return false
    this.#rfb.clipboardPasteFrom(text)
    return true
  }

  /** Only by a click: browsers let no page sound before. */
  hear(on: boolean): void {
    if (this.sound.get() === 'none') return
    this.#player?.close()
    this.#player = on ? new SoundPlayer() : null
    this.#rfb?.listen(on)
    this.sound.set(on ? 'on' : 'off')
  }

  screenshot(): Promise<Blob | null> {
    const rfb = this.#rfb
    return rfb ? new Promise(resolve => rfb.toBlob(resolve, 'image/png')) : Promise.resolve(null)
  }

  async #connect(): Promise<void> {
    const turn = ++this.#turn
    clearTimeout(this.#timer)
    this.state.set({ phase: 'connecting' })
    try {
      const [NoVnc, ticket] = await Promise.all([loadNoVnc(), this.#door.ticket()])
      if (turn === this.#turn) this.#open(NoVnc, ticket, turn)
    } catch (error) {
      if (turn === this.#turn) this.#refused(error)
    }
  }

  #open(NoVnc: typeof GuestRfb, ticket: string, turn: number): void {
    const socket = new WebSocket(socketAddress(this.#door.path), [rfbProtocol, ticketProtocol + ticket])
    this.#socket = socket
    // Heard before noVNC listens, which would take a text for a piece of the picture.
    socket.addEventListener('message', event => {
      if (typeof event.data !== 'string') return
      event.stopImmediatePropagation()
      if (turn === this.#turn) this.#hear(JSON.parse(event.data) as ConsoleSays)
    })
    let why: string = consoleTexts.page.closed.lost
    socket.addEventListener('close', ({ code, reason }) => {
      if (turn !== this.#turn) return
      // The server says more of what is wrong with a display than its number does.
      why = (saysMore.has(code) && reason) || (closings[code] ?? why)
      this.#keep()
    })
    const rfb = new NoVnc(this.#place, socket, { shared: true })
    this.#rfb = rfb
    rfb.viewOnly = true
    rfb.background = 'transparent'
    rfb.showDotCursor = true
    rfb.focusOnClick = true
    rfb.scaleViewport = this.#scale !== 'exact'
    rfb.resizeSession = this.#scale === 'guest'
    rfb.addEventListener('resizing', ({ detail }) => {
      // Refused once, it is refused always: its video device can not.
      if (turn === this.#turn && this.resizing.get() !== 'refuses') this.resizing.set(detail)
    })
    rfb.addEventListener('relative', ({ detail }) => {
      this.#ungrab()
      if (turn !== this.#turn) return
      this.mouse.set(detail ? 'free' : 'tablet')
      if (detail) this.#ungrab = grabPointer(this.#place, rfb, on => this.mouse.set(on ? 'grabbed' : 'free'))
    })
    rfb.addEventListener('sounds', () => turn === this.#turn && this.sound.set('off'))
    rfb.addEventListener('sound', ({ detail }) => this.#player?.play(detail))
    rfb.addEventListener('clipboard', ({ detail }) => turn === this.#turn && this.clipboard.set(detail.text))
    rfb.addEventListener('connect', () => {
      if (turn !== this.#turn) return
      this.#attempt = 0
      this.state.set({ phase: 'connected' })
      if (this.#wantsFocus && this.takesFocus && !usesSomethingElse()) rfb.focus({ preventScroll: true })
    })
    rfb.addEventListener('securityfailure', () => {
      why = consoleTexts.page.closed.refused
    })
    rfb.addEventListener('disconnect', () => {
      if (turn !== this.#turn) return
      this.#rfb = null
      this.#forget()
      if (forGood.has(why)) this.state.set({ phase: 'ended', why })
      else this.#wait(why)
    })
  }

  #hear(says: ConsoleSays): void {
    if (says.type === 'refused') {
      this.heard.set(consoleTexts.room.keeps(says.by))
      return
    }
    if (says.type === 'pointer') {
      this.pointer.set(says)
      return
    }
    const before = this.room.get()
    if (says.controller !== before?.controller) this.pointer.set(null)
    const mine = says.controller === says.you
    const controller = says.viewers.find(({ seat }) => seat === says.controller)
    const had = before !== null && before.controller === before.you
    this.room.set(says)
    if (this.#rfb) {
      this.#rfb.viewOnly = !mine
      // Asked for only by who controls: the one who does now means their own window.
      if (mine && !had) this.#rfb.resizeSession = this.#scale === 'guest'
    }
    if (mine && before && !had && this.takesFocus && !usesSomethingElse()) this.focus()
    if (had && !mine && controller && !controller.own && !this.#parts)
      this.heard.set(consoleTexts.room.took(controller.name))
    if (!mine) this.#parts = false
    if (this.#wantsControl && controller?.own && !mine) this.ask({ type: 'take' })
    this.#wantsControl = false
  }

  #refused(error: unknown): void {
    const failure = failureOf(error)
    const notLoaded = error instanceof Error && error.name === 'ChunkLoadError'
    const offline = failure.code === 'NETWORK' && !navigator.onLine
    const why = offline ? consoleTexts.computer.offline : notLoaded ? consoleTexts.page.closed.chunk : failure.sentence
    if (comesBack(error)) this.#wait(why)
    else this.state.set({ phase: 'ended', why })
  }

  #wait(why: string): void {
    const delay = backoff(this.#attempt++, 400, mostMs)
    this.state.set({ phase: 'waiting', why, retryAt: Date.now() + delay })
    this.#timer = setTimeout(() => void this.#connect(), delay)
  }

  /** The connection can not be good any more, whatever the socket says. */
  #lost(why: string): void {
    if (this.state.get().phase !== 'connected') return
    this.#turn++
    this.#leave()
    this.#wait(why)
  }

  #leave(): void {
    this.#keep()
    this.#rfb?.disconnect()
    this.#rfb = null
    this.#forget()
  }

  #forget(): void {
    const room = this.room.get()
    if (room) this.#wantsControl = room.controller === room.you
    this.room.set(null)
    this.pointer.set(null)
    this.clipboard.set(null)
    this.resizing.set('unknown')
    this.#ungrab()
    this.#ungrab = () => {}
    this.mouse.set('tablet')
    this.#player?.close()
    this.#player = null
    this.sound.set('none')
  }

  /** noVNC takes its canvas away as it goes: the picture and the focus are remembered just before. */
  #keep(): void {
    const canvas = this.#place.querySelector('canvas')
    if (!canvas) return
    this.#wantsFocus = this.#place.contains(document.activeElement)
    if (this.state.get().phase === 'connected') keepPicture(canvas, this.#lastPicture)
  }
}

/** Whether a person is at a field, a menu or a dialog, which must not lose the focus to a picture that comes. */
function usesSomethingElse(): boolean {
  return document.activeElement?.closest('[role="menu"], dialog, input, textarea, select') != null
}
