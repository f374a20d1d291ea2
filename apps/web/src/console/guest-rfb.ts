import RFB from '@novnc/novnc'
import { channels, sampleRate } from './play-sound.ts'

/** What a display says about being resized: nothing yet, that it can be, or that it does not follow. */
export type Resizing = 'unknown' | 'can' | 'refuses'

/** QEMU's own: https://github.com/rfbproto/rfbproto/blob/master/rfbproto.rst#qemu-pointer-motion-change-pseudo-encoding */
const pointerMotion = -257
const audio = -259
const qemuMessage = 255
const audioMessage = 1
/** Why a size is told, and what became of a request: ExtendedDesktopSize. QEMU's "forwarded" is not in the standard. */
const size = { askedHere: 1, done: 0, forwarded: 4 } as const
/** A pointer that does not move, where moves are told and not places. */
const still = 0x7fff
const farthest = 0x7ffe
/** Of sound: 16 bits, signed. */
const format = { enable: 0, disable: 1, set: 2, s16: 3 } as const
const happened = { end: 0, begin: 1, data: 2 } as const

/**
 * noVNC, and what QEMU's displays can beyond it: say whether they can be resized, take moves of a mouse where the guest has no
 * tablet, and sound. It reaches into noVNC 1.7, whose version is fixed in package.json; journeys hold each of the three.
 */
export class GuestRfb extends RFB {
  #relative = false
  #at: { x: number; y: number } | null = null

  /** Moves of a mouse that belongs to this page alone, px. */
  move(x: number, y: number): void {
    if (this._rfbConnectionState === 'connected' && !this.viewOnly) this.#sendMove(x, y, this._mouseButtonMask)
  }

  /** Has the guest's sound sent, or no longer; any viewer may, as it is heard here alone. */
  listen(on: boolean): void {
    const { _sock: socket } = this
    const send = (operation: number, ...rest: number[]) => {
      for (const byte of [qemuMessage, audioMessage, 0, operation, ...rest]) socket.sQpush8(byte)
    }
    if (on) {
      const rate = [24, 16, 8, 0].map(shift => (sampleRate >> shift) & 255)
      send(format.set, format.s16, channels, ...rate)
    }
    send(on ? format.enable : format.disable)
    socket.flush()
  }

  override _sendEncodings(): void {
    const { messages } = RFB
    const { clientEncodings } = messages
    messages.clientEncodings = (socket, encodings) => clientEncodings(socket, [...encodings, pointerMotion, audio])
    try {
      super._sendEncodings()
    } finally {
      messages.clientEncodings = clientEncodings
    }
  }

  override _handleRect(): boolean {
    const { encoding, x } = this._FBU
    if (encoding === pointerMotion) {
      this.#relative = x === 0
      this.#at = null
      this.dispatchEvent(new CustomEvent('relative', { detail: this.#relative }))
      return true
    }
    if (encoding === audio) {
      this.dispatchEvent(new CustomEvent('sounds'))
      return true
    }
    return super._handleRect()
  }

  override _handleExtendedDesktopSize(): boolean {
    const { x, y } = this._FBU
    // Its bytes have not all come yet.
    if (!super._handleExtendedDesktopSize()) return false
    const refuses = x === size.askedHere && y !== size.done && y !== size.forwarded
    this.dispatchEvent(new CustomEvent<Resizing>('resizing', { detail: refuses ? 'refuses' : 'can' }))
    return true
  }

  override _normalMsg(): boolean {
    return this._FBU.rects === 0 && this._sock.rQpeek8() === qemuMessage ? this.#hear() : super._normalMsg()
  }

  /** Places where the guest has a tablet, moves where it has a mouse. */
  override _sendMouse(x: number, y: number, mask: number): void {
    if (!this.#relative) {
      super._sendMouse(x, y, mask)
      return
    }
    if (this._rfbConnectionState !== 'connected' || this.viewOnly) return
    const to = { x: this._display.absX(x), y: this._display.absY(y) }
    const from = document.pointerLockElement === null ? (this.#at ?? to) : to
    this.#at = to
    this.#sendMove(to.x - from.x, to.y - from.y, mask)
  }

  #sendMove(x: number, y: number, mask: number): void {
    const moved = (by: number) => still + Math.max(-farthest, Math.min(farthest, Math.round(by)))
    RFB.messages.pointerEvent(this._sock, moved(x), moved(y), mask & 0x7f)
  }

  /** One message of QEMU's about sound; false until all of it has come. */
  #hear(): boolean {
    const socket = this._sock
    if (socket.rQwait('QEMU message', 4)) return false
    socket.rQshift8()
    const kind = socket.rQshift8()
    const operation = socket.rQshift16()
    if (kind !== audioMessage) {
      this._fail(`Unexpected QEMU message ${kind}`)
      return false
    }
    if (operation !== happened.data) return true
    if (socket.rQwait('QEMU sound', 4, 4)) return false
    const length = socket.rQshift32()
    if (socket.rQwait('QEMU sound', length, 8)) return false
    this.dispatchEvent(new CustomEvent('sound', { detail: socket.rQshiftBytes(length) }))
    return true
  }
}
