import type RFB from '@novnc/novnc'
import type { RecordingIndex } from '@porthole/contract'
import { loadNoVnc } from '../console/warm-console.ts'
import { type Piece, pieceKinds, readPieces } from './pieces.ts'
import { PlayedSocket } from './played-socket.ts'
import { readPart, type Track } from './track.ts'

/** So many laps stay in memory: the one that plays, and those beside it. */
const keptLaps = 3

/** Plays a display by noVNC itself, which hears from a socket of ours what the display said then. */
export class DisplayTrack implements Track {
  readonly #index: RecordingIndex
  readonly #place: HTMLElement
  readonly #dot: HTMLElement
  readonly #laps = new Map<number, Promise<readonly Piece[]>>()
  #screen: { lap: number; rfb: RFB; socket: PlayedSocket; element: HTMLElement; next: number; at: number } | null = null
  #closed = false

  /** `dot` is put where the pointer was. */
  constructor(index: RecordingIndex, place: HTMLElement, dot: HTMLElement) {
    this.#index = index
    this.#place = place
    this.#dot = dot
  }

  async show(at: number): Promise<void> {
    const { starts } = this.#index
    const lap = Math.max(
      0,
      starts.findLastIndex(start => start.at <= at),
    )
    const pieces = await this.#pieces(lap)
    if (this.#closed) return
    if (lap + 1 < starts.length) this.#pieces(lap + 1).catch(() => {})
    if (this.#screen?.lap !== lap || at < this.#screen.at) await this.#begin(lap, pieces, at)
    else this.#feed(pieces, at)
  }

  close(): void {
    this.#closed = true
    this.#screen?.rfb.disconnect()
  }

  #pieces(lap: number): Promise<readonly Piece[]> {
    const { starts, id } = this.#index
    const start = starts[lap]
    const known = this.#laps.get(lap)
    if (known) return known
    const read = start ? readPart(id, start.offset, starts[lap + 1]?.offset).then(readPieces) : Promise.resolve([])
    this.#laps.set(lap, read)
    read.catch(() => this.#laps.delete(lap))
    for (const other of this.#laps.keys()) {
      if (this.#laps.size > keptLaps && Math.abs(other - lap) > 1) this.#laps.delete(other)
    }
    return read
  }

  /** The screen before stays until this one is as far: nothing flashes. */
  async #begin(lap: number, pieces: readonly Piece[], at: number): Promise<void> {
    const NoVnc = await loadNoVnc()
    const init = pieces.find(({ kind }) => kind === pieceKinds.begin)
    if (this.#closed || !init) return
    const element = document.createElement('div')
    element.dataset.playing = ''
    this.#place.prepend(element)
    const socket = new PlayedSocket()
    const rfb = new NoVnc(element, socket as unknown as WebSocket, { shared: true })
    rfb.viewOnly = true
    rfb.scaleViewport = true
    rfb.background = 'transparent'
    const connected = new Promise<void>((resolve, reject) => {
      rfb.addEventListener('connect', () => resolve())
      rfb.addEventListener('disconnect', () => reject(new Error('noVNC does not understand the recording')))
    })
    socket.greet(init.bytes)
    await connected
    if (this.#closed) return rfb.disconnect()
    const before = this.#screen
    this.#screen = { lap, rfb, socket, element, next: 0, at: 0 }
    this.#feed(pieces, at)
    before?.rfb.disconnect()
    before?.element.remove()
  }

  #feed(pieces: readonly Piece[], at: number): void {
    const screen = this.#screen
    if (!screen) return
    let pointer: Uint8Array | undefined
    for (; screen.next < pieces.length; screen.next++) {
      const piece = pieces[screen.next]
      if (!piece || piece.at > at) break
      if (piece.kind === pieceKinds.display) screen.socket.say(piece.bytes)
      else if (piece.kind === pieceKinds.pointer) pointer = piece.bytes
    }
    screen.at = at
    if (pointer) this.#point(screen.element, pointer)
  }

  #point(element: HTMLElement, [x0 = 0, x1 = 0, y0 = 0, y1 = 0, buttons = 0]: Uint8Array): void {
    const canvas = element.querySelector('canvas')
    if (!canvas || canvas.width === 0) return
    const [at, place] = [canvas.getBoundingClientRect(), this.#place.getBoundingClientRect()]
    const scale = at.width / canvas.width
    this.#dot.hidden = false
    this.#dot.style.left = `${at.left - place.left + (x0 * 256 + x1) * scale}px`
    this.#dot.style.top = `${at.top - place.top + (y0 * 256 + y1) * scale}px`
    this.#dot.dataset.pressed = String(buttons !== 0)
  }
}
