import { readFile } from 'node:fs/promises'
import type { Found } from './display-file.ts'
import { Moving } from './moving.ts'

/**
 * A recorded serial console is an asciicast, so that other players take it as it is:
 * https://docs.asciinema.org/manual/asciicast/v2/
 */
export function castHeader(title: string, startedAt: Date): Buffer {
  const timestamp = Math.floor(startedAt.getTime() / 1000)
  return Buffer.from(`${JSON.stringify({ version: 2, width: 80, height: 24, timestamp, title })}\n`)
}

export const castLine = (at: number, text: string): Buffer => Buffer.from(`${JSON.stringify([at / 1000, 'o', text])}\n`)

/** Reads a whole file, as far as its lines are whole. */
export async function scanSerial(path: string): Promise<Found> {
  const whole = await readFile(path)
  const bytes = whole.lastIndexOf('\n') + 1
  const moving = new Moving()
  let length = 0
  for (const line of whole.toString('utf8', 0, bytes).split('\n').slice(1, -1)) {
    length = Math.round((JSON.parse(line) as [number])[0] * 1000)
    moving.note(length)
  }
  return { bytes, length, starts: [{ at: 0, offset: 0 }], moving }
}
