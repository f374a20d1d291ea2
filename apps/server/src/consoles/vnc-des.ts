import { createCipheriv } from 'node:crypto'

/**
 * The answer to a VNC server's challenge: two DES blocks under the password as key (RFC 6143, section 7.2.2). VNC takes
 * the bits of each key byte in mirrored order (erratum 4951). OpenSSL 3 keeps single DES in its legacy provider, which Node
 * does not load; triple DES with one key three times is the same function.
 */
export function answerChallenge(challenge: Uint8Array, password: string): Buffer {
  const key = Buffer.alloc(8)
  Buffer.from(password, 'latin1').copy(key, 0, 0, 8)
  const mirrored = key.map(mirror)
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([mirrored, mirrored, mirrored]), null)
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(challenge), cipher.final()])
}

function mirror(byte: number): number {
  let mirrored = 0
  for (let bit = 0; bit < 8; bit++) mirrored |= ((byte >> bit) & 1) << (7 - bit)
  return mirrored
}
