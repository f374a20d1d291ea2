import { Duplex } from 'node:stream'
import { checkServerIdentity, connect, type PeerCertificate } from 'node:tls'
import type { Certificates } from '@porthole/libvirt'
import { GuestChannel } from './guest-channel.ts'
import { RfbError } from './guest-handshake.ts'
import type { GuestStream } from './guest-stream.ts'
import { opened } from './opened.ts'

/** What a display that encrypts must show, and what it is shown. */
export interface DisplayTls {
  /** The certificate must be made out to one of these. */
  readonly names: readonly string[]
  certificates(): Promise<Certificates>
}

/**
 * Speaks TLS on a display's line. Its certificate must come from the CA that vouches for the host itself, and name it.
 * @throws {RfbError} with a sentence that says what is wrong
 */
export async function secureDisplay(stream: GuestStream, tls: DisplayTls): Promise<GuestStream> {
  const { ca, crl, cert, key } = await tls.certificates().catch(error => {
    throw new RfbError(`The display wants TLS. ${(error as Error).message}`)
  })
  const secure = connect({
    socket: new DisplaySocket(stream),
    ca,
    ...(crl && { crl }),
    ...(cert && key && { cert, key }),
    minVersion: 'TLSv1.2',
    checkServerIdentity: (_, shown) => identityError(tls.names, shown),
  })
  try {
    await opened(secure)
  } catch (error) {
    throw new RfbError(`The display's TLS can not be trusted: ${(error as Error).message}.`)
  }
  const inside = new GuestChannel(async () => secure)
  await inside.connected
  return inside
}

function identityError(names: readonly string[], shown: PeerCertificate): Error | undefined {
  const errors = names.map(name => checkServerIdentity(name, shown))
  return errors.includes(undefined) ? undefined : errors[0]
}

/** A display's line as a stream of Node's, for TLS to be put on. */
class DisplaySocket extends Duplex {
  readonly #stream: GuestStream

  constructor(stream: GuestStream) {
    super()
    this.#stream = stream
    // Its memory is used again: TLS keeps what is not yet a whole record.
    stream.reader = chunk => this.push(Buffer.from(chunk))
    void stream.ended.then(() => this.push(null))
  }

  override _read(): void {
    this.#stream.resume(64 * 1024)
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (this.#stream.write(chunk, done)) done()
  }

  override _destroy(_error: Error | null, done: () => void): void {
    this.#stream.destroy()
    done()
  }
}
