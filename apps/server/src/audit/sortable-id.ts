import { randomBytes } from 'node:crypto'

let lastMs = 0
let count = 0

/** An id that sorts after those made before: 48 bits of time, 16 bits of counting, 64 random bits, in hex. */
export function sortableId(): string {
  const ms = Math.max(Date.now(), lastMs)
  count = ms === lastMs ? count + 1 : 0
  lastMs = ms
  if (count > 0xffff) {
    lastMs++
    count = 0
  }
  return hex(lastMs, 12) + hex(count, 4) + randomBytes(8).toString('hex')
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
