import { sitePath } from '../api/site-address.ts'
/** Something that can show how a console was at a time. */
export interface Track {
  /** Shows how it was at `at` ms. Asked again only when that is done. */
  show(at: number): Promise<void>
  close(): void
}

/** Before something moves again the player shows a moment of the calm, ms. */
const leadMs = 300
/** So long after the last movement it is not idle yet. */
const lingerMs = 1000

/** Where playing goes on when nothing moves at `at`: there, or where it moves again. */
export function skipIdle(at: number, moving: readonly (readonly [number, number])[], length: number): number {
  for (const [from, until] of moving) {
    if (at <= until + lingerMs) return Math.max(at, from - leadMs)
  }
  return length
}

export async function readPart(recording: string, from: number, until?: number): Promise<ArrayBuffer> {
  const part = new URLSearchParams({ from: String(from), ...(until !== undefined && { until: String(until) }) })
  const reply = await fetch(sitePath(`/api/v1/recordings/${recording}/bytes?${part}`))
  if (!reply.ok) throw new Error(`${reply.status}`)
  return await reply.arrayBuffer()
}
