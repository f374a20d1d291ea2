// The machine's own daemon as the proof uses it: a connection whose calls are noted, virsh beside it, nothing left behind.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../src/connect.ts'
import type { Connection, EventName, SubscribeOptions } from '../src/connection.ts'
import type { EventMessages } from '../src/protocol/events.gen.ts'
import { unixTransport } from '../src/transports/unix.ts'
import { recorded } from './recorded.ts'
import { virshOf } from './virsh.ts'

/** A daemon probes what QEMU can do before its first answer about it, which may take most of a minute, in ms. */
export const probeMs = 120_000

export const qemuSystem = 'qemu:///system'
/** libvirt's test driver: all connections to it share one pretended host, until the last of them closes. */
export const testDefault = 'test:///default'

/** A host, and two who speak with it. */
export interface ProofHost {
  readonly connection: Connection
  virsh(...args: string[]): Promise<string>
  /** A folder that goes when the host is closed; QEMU may write into it. */
  readonly folder: string
  /** Puts text into a file there, as virsh takes XML, and gives its path. */
  file(text: string): Promise<string>
  /** Another connection whose calls are noted too. */
  another(): Promise<Connection>
  /** Removes what has the prefix and closes the connection. */
  close(): Promise<void>
}

/** Connects, and removes whatever an earlier run left under the prefix. */
export async function openHost(prefix: string, uri: string = qemuSystem): Promise<ProofHost> {
  const transport = recorded(unixTransport(), uri === qemuSystem ? 'qemu' : 'test')
  const another = () => connect({ transport, uri, deadlineMs: probeMs })
  await removeAll(prefix, uri)
  const connection = await another()
  const folder = await mkdtemp(join(tmpdir(), `${prefix}-`))
  await chmod(folder, 0o777)
  let files = 0
  return {
    folder,
    file: async text => {
      const path = join(folder, `${++files}.xml`)
      await writeFile(path, text)
      return path
    },
    connection,
    // Without a socket virsh would pretend a test host of its own.
    virsh: virshOf(uri.replace('test:', 'test+unix:')),
    another,
    close: async () => {
      await removeAll(prefix, uri)
      await connection.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Managed save images, snapshots, NVRAM and checkpoints go with the domain (virDomainUndefineFlagsValues). */
const undefineAll = 1 | 2 | 4 | 16

async function removeAll(prefix: string, uri: string): Promise<void> {
  const connection = await connect({ transport: unixTransport(), uri, deadlineMs: probeMs })
  const ours = ({ name }: { name: string }) => name.startsWith(prefix)
  const gone = () => {} // what is off cannot be stopped, what is transient vanishes by that
  const { domains } = await connection.call('connectListAllDomains')
  for (const dom of domains.filter(ours)) {
    await connection.call('domainDestroy', { dom }).catch(gone)
    await connection.call('domainUndefineFlags', { dom, flags: undefineAll }).catch(gone)
  }
  const { nets } = await connection.call('connectListAllNetworks')
  for (const net of nets.filter(ours)) {
    await connection.call('networkDestroy', { net }).catch(gone)
    await connection.call('networkUndefine', { net }).catch(gone)
  }
  const { pools } = await connection.call('connectListAllStoragePools')
  for (const pool of pools.filter(ours)) {
    await connection.call('storagePoolDestroy', { pool }).catch(gone)
    await connection.call('storagePoolUndefine', { pool }).catch(gone)
  }
  await connection.close()
}

/** The events that came so far, and those to come. */
export interface Heard<Message> {
  readonly messages: Message[]
  /** The first event that fits, of those that came and those to come; waits as long as the test may take. */
  until(fits: (message: Message) => boolean): Promise<Message>
  stop(): Promise<void>
}

/** Listens to an event from now on. */
export async function hear<Name extends EventName>(
  connection: Connection,
  event: Name,
  options?: SubscribeOptions<Name>,
): Promise<Heard<EventMessages[Name]>> {
  const messages: EventMessages[Name][] = []
  const waiting = new Set<() => void>()
  const stop = await connection.subscribe(
    event,
    message => {
      messages.push(message)
      for (const look of waiting) look()
    },
    options,
  )
  const until = (fits: (message: EventMessages[Name]) => boolean) =>
    new Promise<EventMessages[Name]>(resolve => {
      const look = (): void => {
        const found = messages.find(fits)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  return { messages, until, stop }
}
