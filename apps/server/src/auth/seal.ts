import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const version = 'v1'

/**
 * Closes what must not be read from a copy of the database: AES-256-GCM with a key of 32 bytes that lies beside it.
 * What was sealed for one row opens for no other.
 */
export class Seal {
  readonly #key: Buffer

  constructor(key: Buffer) {
    this.#key = key
  }

  /** `row` names where it is kept, such as "host:<id>". */
  close(text: string, row: string): string {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(row))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return [version, iv, cipher.getAuthTag(), body]
      .map(part => (typeof part === 'string' ? part : part.toString('base64url')))
      .join('.')
  }

  /** Null when it was sealed with another key or for another row, or was changed since. */
  open(sealed: string, row: string): string | null {
    const [mark, iv = '', tag = '', body = ''] = sealed.split('.')
    if (mark !== version) return null
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
        .setAAD(Buffer.from(row))
        .setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }
}
