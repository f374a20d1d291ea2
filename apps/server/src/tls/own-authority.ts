import { randomUUID, X509Certificate } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../fault.ts'
import { makeAuthority, makeClient, type Pair } from './authority.ts'

const renewBeforeMs = 365 * 86_400_000

export interface OwnAuthority {
  readonly authority: Pair
  readonly client: Pair
}

/**
 * Porthole's own CA and its certificate as a client, in the folder whose certificates serve for hosts that have none
 * of their own; made at first need.
 * @throws {Fault} IN_USE where the folder holds the certificates of another CA
 */
export async function ownAuthority(folder: string): Promise<OwnAuthority> {
  const at = (name: string) => join(folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const [caKey, ca] = await Promise.all([read(at('cakey.pem')), read(at('cacert.pem'))])
  if (caKey === null && ca !== null) {
    throw new Fault(
      'IN_USE',
      `The hosts of this installation trust another CA, whose certificates are in ${folder}: ask that CA for one, or move those files away and ask again.`,
    )
  }
  const authority = caKey !== null && ca !== null ? { key: caKey, cert: ca } : await makeHere(at)
  return { authority, client: await clientOf(at, authority) }
}

async function makeHere(at: (name: string) => string): Promise<Pair> {
  const made = await makeAuthority(`Porthole on ${hostname()}`)
  // Of two that make it at once, the one whose key comes first is the CA.
  if (!(await writeOnce(at('cakey.pem'), made.key))) {
    throw new Fault('IN_USE', 'The CA is being made at this moment: ask again.')
  }
  await writeOnce(at('cacert.pem'), made.cert)
  return made
}

async function clientOf(at: (name: string) => string, authority: Pair): Promise<Pair> {
  const [cert, key] = await Promise.all([read(at('clientcert.pem')), read(at('clientkey.pem'))])
  if (cert !== null && key !== null && Date.parse(new X509Certificate(cert).validTo) > Date.now() + renewBeforeMs) {
    return { cert, key }
  }
  const made = await makeClient(authority, 'porthole')
  await replace(at('clientkey.pem'), made.key)
  await replace(at('clientcert.pem'), made.cert)
  return made
}

function read(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** It appears whole, or not at all where one is there. */
async function writeOnce(file: string, text: string): Promise<boolean> {
  const draft = await drafted(file, text)
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft)
  }
}

async function replace(file: string, text: string): Promise<void> {
  await rename(await drafted(file, text), file)
}

async function drafted(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
  return draft
}
