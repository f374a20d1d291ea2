import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { frame, type Heard, number, type Peer, startPeer, text, words } from '../test/peer.ts'
import { connect } from './connect.ts'
import type { Transport } from './transport.ts'
import { unixTransport } from './transports/unix.ts'

const sasl = { init: 67, start: 68, step: 69 } as const
const credentials = { username: 'user', password: 'pencil' }
let peer: Peer
afterEach(() => peer.stop())

/** SASL data is a word for each byte. */
const wireData = (data: string) => words(data.length, ...Buffer.from(data, 'latin1'))
const readData = (payload: Buffer, from: number) =>
  String.fromCharCode(
    ...Array.from({ length: payload.readUInt32BE(from) }, (_, i) => payload.readUInt32BE(from + 4 + i * 4)),
  )
const mechanism = (start: Heard) => String(start.payload.subarray(4, 4 + start.payload.readUInt32BE(0)))
const firstData = (start: Heard) => readData(start.payload, 4 + Math.ceil(start.payload.readUInt32BE(0) / 4) * 4 + 4)

interface Answer {
  readonly complete: boolean
  /** Null for none at all. */
  readonly data: string | null
}

/** A host that offers mechanisms and answers the log-in as it is told: to the first data, and to each step. */
async function host(offered: string, answers: readonly ((said: string) => Answer)[]): Promise<Peer> {
  let turn = 0
  const reply = ({ procedure, serial }: Heard, said: string) => {
    const { complete, data } = answers[turn++]?.(said) ?? { complete: false, data: 'again' }
    const payload = Buffer.concat([words(complete ? 1 : 0, data === null ? 1 : 0), wireData(data ?? '')])
    return frame({ procedure, serial, payload })
  }
  peer = await startPeer({
    [number.authList]: ({ procedure, serial }, socket) =>
      socket.write(frame({ procedure, serial, payload: words(1, 1) })),
    [sasl.init]: ({ procedure, serial }, socket) => socket.write(frame({ procedure, serial, payload: text(offered) })),
    [sasl.start]: (heard, socket) => socket.write(reply(heard, firstData(heard))),
    [sasl.step]: (heard, socket) => socket.write(reply(heard, readData(heard.payload, 4))),
  })
  return peer
}

/** The same socket, of which nobody knows whether it is overheard. */
const overheard = (): Transport => ({ name: peer.path, open: signal => unixTransport(peer.path).open(signal) })
const logIn = (transport = unixTransport(peer.path)) => connect({ transport, credentials })
const heardOf = (procedure: number) => peer.heard.filter(heard => heard.procedure === procedure)

const welcome = () => ({ complete: true, data: null })
const challenge = (said: string) => ({
  complete: false,
  data: `r=${/r=(.*)$/.exec(said)?.[1]}xyz,s=${Buffer.from('salt').toString('base64')},i=4096`,
})

/** What a host that knows the password says last. RFC 5802, section 3. */
function proof(said: string, first: string): Answer {
  const salted = pbkdf2Sync(credentials.password, 'salt', 4096, 32, 'sha256')
  const hmac = (key: Buffer, message: string) => createHmac('sha256', key).update(message).digest()
  const withoutProof = said.replace(/,p=.*$/, '')
  const message = `${first.slice(3)},${challenge(first).data},${withoutProof}`
  const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  expect(said).not.toContain(stored.toString('base64'))
  return { complete: true, data: `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}` }
}

test('takes the strongest mechanism that is offered, and lets in who proves himself', async () => {
  let first = ''
  const answers = [
    (said: string) => {
      first = said
      return challenge(said)
    },
    (said: string) => proof(said, first),
  ]
  await host('PLAIN, SCRAM-SHA-1,SCRAM-SHA-256 GSSAPI', answers)
  const connection = await logIn()
  const [start] = heardOf(sasl.start)
  expect(start && mechanism(start)).toBe('SCRAM-SHA-256')
  expect(JSON.stringify(peer.heard.map(({ payload }) => String(payload)))).not.toContain('pencil')
  await connection.close()
})

test.each<[string, readonly ((said: string) => Answer)[], RegExp]>([
  ['lets us in at once', [welcome], /did not prove/],
  ['lets us in after our proof, without its own', [challenge, welcome], /did not prove/],
  [
    'proves something else',
    [challenge, () => ({ complete: true, data: `v=${Buffer.alloc(32).toString('base64')}` })],
    /does not know the password/,
  ],
  ['asks on and on', [challenge], /does not know the password|on and on/],
  ['says nonsense', [() => ({ complete: false, data: '\0\xff' })], /no SCRAM/],
])('refuses a host that %s', async (_, answers, why) => {
  await host('SCRAM-SHA-256', answers)
  await expect(logIn()).rejects.toMatchObject({
    name: 'AuthenticationError',
    mechanism: 'sasl',
    message: expect.stringMatching(why),
  })
  expect(heardOf(number.connectOpen)).toEqual([])
})

test('sends the password itself only where nobody can listen', async () => {
  await host('PLAIN', [welcome])
  await expect(logIn(overheard())).rejects.toThrow(/only as plain text, and this connection is not encrypted/)
  expect(heardOf(sasl.start)).toEqual([])
  const connection = await logIn()
  const [start] = heardOf(sasl.start)
  expect(start && firstData(start)).toBe('\0user\0pencil')
  await connection.close()
})

test('says what a host offers that speaks none of ours', async () => {
  await host('GSSAPI,DIGEST-MD5', [])
  await expect(logIn()).rejects.toThrow(/offers GSSAPI, DIGEST-MD5 .* set mech_list/)
})
