import { expect, test } from 'vitest'
import { dice } from '../test/dice.ts'
import { recordedFrames } from '../test/recorded/frames.ts'
import { ProtocolError } from './errors.ts'
import { headerSize, readFrame } from './frame.ts'
import type { Procedure } from './protocol/procedure.ts'
import { procedures } from './protocol/procedures.ts'
import { XdrReader } from './xdr-reader.ts'

const mutations = 40_000

test(`${mutations} mutated replies read as something or are a ProtocolError`, () => {
  const replies = recordedFrames('test-driver.txt').filter(
    frame => frame.kind === 'reply' && frame.bytes.length > headerSize,
  )
  const all = Object.values(procedures as Record<string, Procedure<unknown, unknown>>)
  const pick = dice(20_261_122)
  let refused = 0
  for (let round = 0; round < mutations; round++) {
    const { bytes } = replies[pick(replies.length)] ?? { bytes: Buffer.alloc(headerSize) }
    const copy = Buffer.from(bytes.subarray(0, pick(5) ? bytes.length : headerSize + pick(bytes.length - headerSize)))
    for (let change = pick(3); change >= 0; change--)
      copy[headerSize + pick(Math.max(1, copy.length - headerSize))] = pick(256)
    const { procedure: number } = readFrame(copy)
    const procedure = all.find(one => one.number === number && one.program === 0x20008086)
    try {
      const reader = new XdrReader(copy, headerSize)
      procedure?.readReply(reader)
      reader.end()
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      refused++
    }
  }
  expect(refused).toBeGreaterThan(mutations / 4)
})
