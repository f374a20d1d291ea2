import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TransportError } from '@porthole/libvirt'
import ssh2 from 'ssh2'

/** The key that Porthole logs in with. */
export interface OwnKey {
  /** In OpenSSH's format. */
  readonly privateKey: string
  /** The line for authorized_keys on a host. */
  readonly publicLine: string
}

/** Reads Porthole's key from its folder; made at first need, for this user alone. */
export async function ownKey(folder: string): Promise<OwnKey> {
  const file = join(folder, 'id_ed25519')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const privateKey = await readFile(file, 'utf8').catch(error => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return make(file)
      throw error
    })
    return { privateKey, publicLine: publicLine(privateKey) }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new TransportError(
      'authentication',
      `The SSH key ${file} can not be used: ${why}. Correct that, or remove the file for a new one.`,
      { cause },
    )
  }
}

async function make(file: string): Promise<string> {
  let pair = keyPair()
  // ssh2 1.17 drops zeros in front of a public key, so that one key in 256 is malformed.
  while (ssh2.utils.parseKey(pair.private) instanceof Error) pair = keyPair()
  // It appears whole or not at all, and of two that make it at once both use the first.
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, pair.private, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, file)
    await writeFile(`${file}.pub`, `${pair.public}\n`, { mode: 0o644 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return readFile(file, 'utf8')
}

const keyPair = () => ssh2.utils.generateKeyPairSync('ed25519', { comment: 'porthole' })

function publicLine(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (key instanceof Error) throw key
  if (key === undefined || !key.isPrivateKey()) throw new Error('it holds no private key')
  return `${key.type} ${key.getPublicSSH().toString('base64')} porthole`
}
