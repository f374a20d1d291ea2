import { createHash } from 'node:crypto'

/** How a token is kept: it has 256 random bits, so that a fast hash is enough. */
export const digestOf = (token: string) => createHash('sha256').update(token).digest('base64url')
