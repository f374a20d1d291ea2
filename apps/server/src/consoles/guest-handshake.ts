import type { ByteQueue } from './byte-queue.ts'
import { answerChallenge } from './vnc-des.ts'

const version = 'RFB 003.008\n'
const securityType = { none: 1, vncAuthentication: 2, veNCrypt: 19 } as const
/** VeNCrypt's kinds that show a certificate: https://github.com/rfbproto/rfbproto/blob/master/rfbproto.rst#vencrypt */
const subtype = { x509None: 260, x509Vnc: 261 } as const
/** ClientInit: let others who look at this display stay. */
const shared = Buffer.from([1])

/** The guest's display said something else than RFB, or refused. The message is for the console's close reason. */
export class RfbError extends Error {}

/** The bytes of a display while they are still exchanged in turns. */
export interface GuestLine {
  readonly incoming: ByteQueue
  write(bytes: Uint8Array): void
}

interface Credentials {
  readonly password: string | null
  /** Puts TLS on the line, once the display waits for it. @throws {RfbError} where the display can not be trusted */
  secure(): Promise<GuestLine>
}

/**
 * Opens RFB 3.8 on the guest's side up to ClientInit; what comes next is ServerInit, which belongs to the browser.
 * RFC 6143, section 7.1. The password stays here. The answer is the line that is spoken on from there.
 */
export async function greetGuest(line: GuestLine, credentials: Credentials): Promise<GuestLine> {
  const spoken = (await line.incoming.take(12)).toString('latin1')
  // The text sorts as its numbers do. Every QEMU since 0.10 says 3.8.
  if (!/^RFB \d{3}\.\d{3}\n$/.test(spoken) || spoken < version)
    throw new RfbError('The display does not speak RFB 3.8.')
  line.write(Buffer.from(version, 'latin1'))
  const inside = await authenticate(line, credentials)
  if ((await inside.incoming.take(4)).readUInt32BE() !== 0) {
    throw new RfbError(`The display refused: ${await readReason(inside.incoming)}`)
  }
  inside.write(shared)
  return inside
}

async function authenticate(line: GuestLine, credentials: Credentials): Promise<GuestLine> {
  const count = (await line.incoming.take(1)).readUInt8()
  if (count === 0) throw new RfbError(`The display refused: ${await readReason(line.incoming)}`)
  const offered = await line.incoming.take(count)
  // A QEMU that was told to encrypt offers nothing else.
  const chosen = [securityType.none, securityType.vncAuthentication, securityType.veNCrypt].find(type =>
    offered.includes(type),
  )
  if (chosen === undefined) throw new RfbError('The display wants an encryption or log-in that Porthole does not know.')
  line.write(Buffer.from([chosen]))
  if (chosen === securityType.veNCrypt) return encrypt(line, credentials)
  if (chosen === securityType.vncAuthentication) await answer(line, credentials.password)
  return line
}

async function encrypt(line: GuestLine, credentials: Credentials): Promise<GuestLine> {
  const { incoming } = line
  const spoken = await incoming.take(2)
  if (spoken.readUInt16BE() < 2) throw new RfbError('The display does not speak VeNCrypt 0.2.')
  line.write(Buffer.from([0, 2]))
  if ((await incoming.take(1)).readUInt8() !== 0) throw new RfbError('The display refused VeNCrypt 0.2.')
  const list = await incoming.take(4 * (await incoming.take(1)).readUInt8())
  const offered = Array.from({ length: list.length / 4 }, (_, i) => list.readUInt32BE(4 * i))
  const chosen = [subtype.x509None, subtype.x509Vnc].find(type => offered.includes(type))
  if (chosen === undefined) {
    throw new RfbError('The display encrypts without a certificate, or wants SASL: Porthole does neither.')
  }
  const choice = Buffer.alloc(4)
  choice.writeUInt32BE(chosen)
  line.write(choice)
  if ((await incoming.take(1)).readUInt8() !== 1) throw new RfbError('The display refused to encrypt.')
  const inside = await credentials.secure()
  if (chosen === subtype.x509Vnc) await answer(inside, credentials.password)
  return inside
}

async function answer({ incoming, write }: GuestLine, password: string | null): Promise<void> {
  write(answerChallenge(await incoming.take(16), password ?? ''))
}

async function readReason(incoming: ByteQueue): Promise<string> {
  const length = (await incoming.take(4)).readUInt32BE()
  const text = (await incoming.take(Math.min(length, 100))).toString('utf8')
  return text.replace(/[^\p{L}\p{N}\p{P} ]/gu, ' ')
}
