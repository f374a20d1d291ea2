import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { TransportError } from '../errors.ts'

/** What both sides show each other, in PEM. */
export interface Certificates {
  /** Who must have signed the host's certificate. */
  readonly ca: string | Buffer
  /** The certificates that the CA took back. */
  readonly crl?: string | Buffer
  /** Who we are; without it only a host that asks for no certificate lets us in. */
  readonly cert?: string | Buffer
  readonly key?: string | Buffer
}

interface Place {
  readonly ca: string
  readonly crl: string
  readonly cert: string
  readonly key: string
}

const inFolder = (folder: string): Place => ({
  ca: join(folder, 'cacert.pem'),
  crl: join(folder, 'cacrl.pem'),
  cert: join(folder, 'clientcert.pem'),
  key: join(folder, 'clientkey.pem'),
})

const system: Place = {
  ca: '/etc/pki/CA/cacert.pem',
  crl: '/etc/pki/CA/cacrl.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
}

/**
 * Reads the certificates where libvirt looks for them: in `folder`, or else in the user's ~/.pki/libvirt (not root's),
 * or else below /etc/pki. https://libvirt.org/kbase/tlscerts.html
 */
export async function readCertificates(
  folder: string | null,
  userId = process.geteuid?.() ?? 0,
): Promise<Certificates> {
  if (folder !== null) return readFrom([inFolder(folder)])
  return readFrom(userId === 0 ? [system] : [inFolder(join(homedir(), '.pki/libvirt')), system])
}

// The user's own pair wins whole: a key of one place with the certificate of another would fit nowhere.
async function readFrom(places: readonly Place[]): Promise<Certificates> {
  const ca = await firstOf(places.map(place => place.ca))
  if (ca === null) {
    const where = places.map(place => place.ca).join(' nor ')
    throw new TransportError(
      'certificate',
      `The certificate of the CA that vouches for the host is missing: put it at ${where}.`,
    )
  }
  const crl = await firstOf(places.map(place => place.crl))
  for (const place of places) {
    const [cert, key] = await Promise.all([contents(place.cert), contents(place.key)])
    if (cert === null && key === null) continue
    if (cert === null) throw unusable(`${place.key} has no certificate beside it: put it at ${place.cert}.`)
    if (key === null) throw unusable(`${place.cert} has no private key beside it: put it at ${place.key}.`)
    return { ca, cert, key, ...(crl && { crl }) }
  }
  return { ca, ...(crl && { crl }) }
}

async function firstOf(paths: readonly string[]): Promise<Buffer | null> {
  for (const path of paths) {
    const found = await contents(path)
    if (found !== null) return found
  }
  return null
}

async function contents(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    const what = code === 'EACCES' ? 'this user may not read it: let it' : `${message}: correct that`
    throw unusable(`${path} cannot be read, as ${what}.`, cause)
  }
}

const unusable = (message: string, cause?: unknown): TransportError =>
  new TransportError('client-certificate', message, { cause })
