import type { Line } from './line.ts'

/** The corner of the block that the key-block guest inverts, and its sides in pixels. */
const block = { x: 512, y: 384, side: 16 }
const keyA = [0, 0, 0, 0, 0, 0x61]
/** Raw pictures, and QEMU's extended key event: QEMU confirms the latter at once, not at its next tick of 30 ms. */
const encodings = Buffer.from([2, 0, 0, 2, 0, 0, 0, 0, 0xff, 0xff, 0xfe, 0xfe])

/** A viewer of the key-block guest who wants to know how long things take. */
export class KeyClock {
  readonly #line: Line

  private constructor(line: Line) {
    this.#line = line
  }

  /** Shakes hands on a line that leads to a display without a password: RFC 6143, section 7. */
  static async on(line: Line): Promise<KeyClock> {
    const clock = new KeyClock(line)
    line.write(await line.take(12))
    await line.take((await line.take(1)).readUInt8())
    line.write(Buffer.from([1]))
    await line.take(4)
    line.write(Buffer.from([1]))
    const init = await line.take(24)
    await line.take(init.readUInt32BE(20))
    await clock.answer()
    return clock
  }

  /** Takes the picture as it is: what other viewers' keys changed is then no answer to one's own. */
  async look(): Promise<void> {
    this.#ask(0)
    await this.#update()
  }

  /** Milliseconds from a message to QEMU's answer to it. */
  async answer(): Promise<number> {
    const asked = performance.now()
    this.#line.write(encodings)
    await this.#update()
    return performance.now() - asked
  }

  /** Presses a key and lets it go; gives the milliseconds to the picture's change. */
  async press(): Promise<number> {
    this.#ask(1)
    const pressed = performance.now()
    this.#line.write(Buffer.from([4, 1, ...keyA, 4, 0, ...keyA]))
    await this.#update()
    return performance.now() - pressed
  }

  close(): void {
    this.#line.close()
  }

  #ask(incremental: 0 | 1): void {
    const request = Buffer.from([3, incremental, 0, 0, 0, 0, 0, block.side, 0, block.side])
    request.writeUInt16BE(block.x, 2)
    request.writeUInt16BE(block.y, 4)
    this.#line.write(request)
  }

  /** One update: raw rectangles with four bytes a pixel, or confirmations, which have none. */
  async #update(): Promise<void> {
    for (let left = (await this.#line.take(4)).readUInt16BE(2); left > 0; left--) {
      const rectangle = await this.#line.take(12)
      const pixels = rectangle.readUInt16BE(4) * rectangle.readUInt16BE(6)
      if (rectangle.readInt32BE(8) === 0) await this.#line.take(4 * pixels)
    }
  }
}
