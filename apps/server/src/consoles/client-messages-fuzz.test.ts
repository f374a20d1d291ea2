import { expect, it } from 'vitest'
import { ClientMessages } from './client-messages.ts'
import { UnknownMessage } from './message-kinds.ts'

const streams = 1_000_000
const hello = Buffer.from('RFB 003.008\n\x01\x01', 'latin1')
const whole: readonly Buffer[] = [
  [0, ...Array(19).fill(0)],
  [2, 0, 0, 1, 0, 0, 0, 7],
  [3, 1, 0, 0, 0, 0, 4, 0, 3, 0],
  [4, 1, 0, 0, 0, 0, 0, 0x61],
  [4, 0, 0, 0, 0, 0, 0, 0x61],
  [5, 1, 0, 10, 0, 20],
  [5, 0, 0, 10, 0, 20],
  [5, 0x80, 0, 10, 0, 20, 1],
  [255, 0, 0, 1, 0, 0, 0, 0x61, 0, 0, 0, 30],
  [255, 1, 0, 0],
  [255, 1, 0, 2, 3, 2, 0, 0, 0xac, 0x44],
  [6, 0, 0, 0, 0, 0, 0, 3, 0x61, 0x62, 0x63],
  [6, 0, 0, 0, 255, 255, 255, 251, 0, 0, 0, 1, 0x7a],
  [248, 0, 0, 0, 0, 0, 0, 1, 1, 0x61],
  [250, 0, 1, 2],
  [251, 0, 4, 0, 3, 0, 1, 0, ...Array(16).fill(0)],
  [150, 1, ...Array(8).fill(0)],
].map(bytes => Buffer.from(bytes))

/** Numbers that come the same at every run: xorshift32. */
let state = 2463534242
function below(limit: number): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % limit
}

function mutated(): Buffer {
  const bytes = Buffer.concat(Array.from({ length: 1 + below(6) }, () => whole[below(whole.length)] as Buffer))
  for (let change = below(4); change > 0; change--) bytes[below(bytes.length)] = below(256)
  return bytes.subarray(0, 1 + below(bytes.length))
}

/** What may leave for the guest, read by other code than the one that is tested. The last one may be cut off. */
function messagesIn(bytes: Buffer): { kind: number; bytes: Buffer }[] {
  const found = []
  for (let at = 0; at < bytes.length; ) {
    const view = bytes.subarray(at)
    const length =
      { 0: 20, 3: 10, 150: 10, 4: 8, 250: 4, 1: 1 }[view[0] as number] ??
      { 2: 4 + 4 * be(view, 2, 2), 5: (view[1] ?? 0) > 127 ? 7 : 6, 248: 9 + (view[8] ?? 0) }[view[0] as number] ??
      { 255: view[1] === 0 ? 12 : view[3] === 2 ? 10 : 4 }[view[0] as number] ??
      { 6: 8 + Math.abs(be(view, 4, 4) | 0), 251: 8 + 16 * (view[6] ?? 0) }[view[0] as number]
    if (length === undefined) throw new Error(`the guest would get ${view.toString('hex')}`)
    found.push({ kind: view[0] as number, bytes: view.subarray(0, length) })
    at += length
  }
  return found
}

const be = (bytes: Buffer, at: number, count: number) =>
  [...bytes.subarray(at, at + count)].reduce((sum, byte) => sum * 256 + byte, 0)

/** All that comes out, or what came before the stream was refused. */
function through(messages: ClientMessages, stream: Buffer): Buffer {
  const out = [messages.feed(hello)]
  const cut = below(stream.length + 1)
  try {
    out.push(Buffer.from(messages.feed(stream.subarray(0, cut))))
    out.push(messages.feed(stream.subarray(cut)))
  } catch (error) {
    if (!(error instanceof UnknownMessage)) throw error
  }
  return Buffer.concat(out)
}

it(`lets nothing through that it should not, in ${streams} changed streams`, () => {
  const looking = new Set([0, 2, 3, 150, 248])
  const controlling = new Set([...looking, 4, 5, 6, 251, 255])
  let input = 0
  for (let count = 0; count < streams; count++) {
    const stream = mutated()
    const controls = count % 2 === 0
    for (const { kind, bytes } of messagesIn(through(new ClientMessages(controls), stream))) {
      const sound = kind === 255 && bytes[1] === 1
      if (!sound && !(controls ? controlling : looking).has(kind)) expect({ kind, stream, controls }).toBeNull()
      if (kind === 255 && bytes[1] !== 0 && !(sound && bytes.readUInt16BE(2) <= 2)) expect(stream).toBeNull()
      if (kind === 6 && Math.abs(bytes.readInt32BE(4)) > 1024 * 1024) expect(stream).toBeNull()
      if (!looking.has(kind) && !sound) input++
    }
  }
  expect(input).toBeGreaterThan(streams / 4)
}, 120_000)
