import type { RecordingIndex } from '@porthole/contract'
import type { OpenTerminal } from '../console/serial/open-terminal.ts'
import { readPart, type Track } from './track.ts'

type Line = readonly [at: number, kind: 'o', text: string]

/** Plays a serial console in a terminal. */
export class SerialTrack implements Track {
  readonly #place: HTMLElement
  readonly #recording: string
  #lines: Promise<readonly Line[]> | null = null
  #terminal: OpenTerminal | null = null
  #next = 0
  #at = 0
  #closed = false

  constructor({ id }: RecordingIndex, place: HTMLElement) {
    this.#recording = id
    this.#place = place
  }

  async show(at: number): Promise<void> {
    const [lines, { openTerminal }] = await Promise.all([this.#read(), import('../console/serial/open-terminal.ts')])
    if (this.#closed) return
    this.#terminal ??= openTerminal(this.#place)
    const { terminal } = this.#terminal
    terminal.options.disableStdin = true
    if (at < this.#at) {
      terminal.reset()
      this.#next = 0
    }
    this.#at = at
    let text = ''
    for (let line = lines[this.#next]; line && line[0] * 1000 <= at; line = lines[this.#next]) {
      text += line[2]
      this.#next++
    }
    if (text !== '') await new Promise<void>(resolve => terminal.write(text, resolve))
  }

  #read(): Promise<readonly Line[]> {
    this.#lines ??= readPart(this.#recording, 0).then(readLines)
    this.#lines.catch(() => {
      this.#lines = null
    })
    return this.#lines
  }

  close(): void {
    this.#closed = true
    this.#terminal?.close()
  }
}

const readLines = (file: ArrayBuffer): Line[] =>
  new TextDecoder()
    .decode(file)
    .split('\n')
    .slice(1, -1)
    .map(line => JSON.parse(line))
