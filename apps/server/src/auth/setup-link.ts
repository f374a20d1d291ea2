import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * The one-time token that makes the first administrator: 256 bits, in the address after "#", where no log and no
 * Referer has it. Only its hash is kept, in memory: each start of the server makes a new one.
 */
export class SetupLink {
  #digest: Buffer | null = null

  issue(): string {
    const token = randomBytes(32).toString('base64url')
    this.#digest = digest(token)
    return token
  }

  /** Uses the token up. Null when it is not the one; else a function that makes it good again, had all else failed. */
  redeem(token: string): (() => void) | null {
    const expected = this.#digest
    if (expected === null || !timingSafeEqual(digest(token), expected)) return null
    this.#digest = null
    return () => {
      this.#digest ??= expected
    }
  }
}

const digest = (token: string) => createHash('sha256').update(token).digest()
