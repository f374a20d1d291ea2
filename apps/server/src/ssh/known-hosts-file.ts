import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TransportError } from '@porthole/libvirt'
import { KnownHosts, withKey } from './known-hosts.ts'

export async function readKnownHosts(file: string): Promise<KnownHosts> {
  return new KnownHosts(await contents(file))
}

/** Writes down that this is the key of a host, in the place of what was known of it. The file changes whole or not at all. */
export async function keepKey(file: string, host: string, port: number, key: Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(draft, withKey(await contents(file), host, port, key), { mode: 0o600, flag: 'wx' })
    await rename(draft, file)
  } catch (cause) {
    await rm(draft, { force: true })
    if (cause instanceof TransportError) throw cause
    throw new TransportError('host-key', `${file} can not be written: let Porthole's user write it.`, { cause })
  }
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new TransportError('host-key', `${file} can not be read: let Porthole's user read it.`, { cause })
  }
}
