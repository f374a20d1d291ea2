import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** What a browser and a key on its USB port do with WebAuthn's questions. https://www.w3.org/TR/webauthn-3/ */
export class Authenticator {
  readonly #id = randomBytes(16)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #origin: string
  /** It checks that its owner is there by a PIN, a finger or a face. */
  verifiesOwner = true
  #counter = 0

  constructor(origin: string) {
    this.#origin = origin
  }

  get id(): string {
    return this.#id.toString('base64url')
  }

  /** The key made for the options of a registration, as the browser sends it. */
  make(options: Record<string, unknown>) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const [xBytes, yBytes] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
    // CBOR: { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      xBytes,
      Buffer.from('225820', 'hex'),
      yBytes,
    ])
    const length = Buffer.from([0, this.#id.length])
    const data = Buffer.concat([this.#data(0x40), Buffer.alloc(16), length, this.#id, key])
    // CBOR: { fmt: "none", attStmt: {}, authData: data }
    const head = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex')
    const attestationObject = Buffer.concat([head, Buffer.from([data.length]), data]).toString('base64url')
    const client = this.#client('webauthn.create', options)
    return this.#proof({ clientDataJSON: client.toString('base64url'), attestationObject, transports: ['usb'] })
  }

  /** The answer to the options of signing in. */
  answer(options: Record<string, unknown>) {
    this.#counter++
    const data = this.#data(0)
    const client = this.#client('webauthn.get', options)
    const signed = Buffer.concat([data, sha256(client)])
    return this.#proof({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    })
  }

  /** Goes back to what it was before so many answers, as a copy of the key would be. */
  rewind(answers: number): void {
    this.#counter -= answers
  }

  #data(more: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#counter)
    const present = 0x01 | (this.verifiesOwner ? 0x04 : 0)
    return Buffer.concat([sha256(new URL(this.#origin).hostname), Buffer.from([present | more]), counter])
  }

  #client(type: string, { challenge }: Record<string, unknown>): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }))
  }

  #proof<R>(response: R) {
    return { id: this.id, rawId: this.id, type: 'public-key', response }
  }
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
