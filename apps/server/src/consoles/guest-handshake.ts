import type { ByteQueue } from './byte-queue.ts'
import { answerChallenge } from './vnc-des.ts'

const version = 'RFB 003.008\n'
const securityType = { none: 1, vncAuthentication: 2 } as const
/** ClientInit: let others who look at this display stay. */
const shared = Buffer.from([1])

/** The guest's display said something else than RFB, or refused. The message is for the console's close reason. */
export class RfbError extends Error {}

/**
 * Opens RFB 3.8 on the guest's side up to ClientInit; what comes next is ServerInit, which belongs to the browser.
 * RFC 6143, section 7.1. The password stays here.
 */
export async function greetGuest(
  incoming: ByteQueue,
  write: (bytes: Uint8Array) => void,
  password: string | null,
): Promise<void> {
  const spoken = (await incoming.take(12)).toString('latin1')
  // The text sorts as its numbers do. Every QEMU since 0.10 says 3.8.
  if (!/^RFB \d{3}\.\d{3}\n$/.test(spoken) || spoken < version)
    throw new RfbError('The display does not speak RFB 3.8.')
  write(Buffer.from(version, 'latin1'))
  await authenticate(incoming, write, password)
  if ((await incoming.take(4)).readUInt32BE() !== 0) {
    throw new RfbError(`The display refused: ${await readReason(incoming)}`)
  }
  write(shared)
}

async function authenticate(incoming: ByteQueue, write: (bytes: Uint8Array) => void, password: string | null) {
  const count = (await incoming.take(1)).readUInt8()
  if (count === 0) throw new RfbError(`The display refused: ${await readReason(incoming)}`)
  const offered = await incoming.take(count)
  if (offered.includes(securityType.none)) return write(Buffer.from([securityType.none]))
  if (!offered.includes(securityType.vncAuthentication)) {
    throw new RfbError('The display wants an encryption or log-in that Porthole does not know.')
  }
  write(Buffer.from([securityType.vncAuthentication]))
  const challenge = await incoming.take(16)
  write(answerChallenge(challenge, password ?? ''))
}

async function readReason(incoming: ByteQueue): Promise<string> {
  const length = (await incoming.take(4)).readUInt32BE()
  const text = (await incoming.take(Math.min(length, 100))).toString('utf8')
  return text.replace(/[^\p{L}\p{N}\p{P} ]/gu, ' ')
}
