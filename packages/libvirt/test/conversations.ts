// What a real daemon says to each of a few requests, recorded when it is asked for, to be said again with changes.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect } from '../src/connect.ts'
import type { Connection } from '../src/connection.ts'
import { MessageType, readFrame } from '../src/frame.ts'
import { FrameSplitter } from '../src/frame-splitter.ts'
import type { StorageVol } from '../src/protocol/structures.gen.ts'
import { Hole } from '../src/remote-stream.ts'
import type { Transport } from '../src/transport.ts'
import { unixTransport } from '../src/transports/unix.ts'

/** Makes one request of one call. */
type Ask = (connection: Connection) => Promise<unknown>

/** A request, and the frames that came for it. */
export interface Conversation {
  readonly name: string
  readonly ask: Ask
  readonly answers: readonly Buffer[]
}

const dom = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 }
const calls: Record<string, Ask> = {
  'a list': connection => connection.call('connectListAllDomains'),
  'a long string': connection => connection.call('connectGetCapabilities'),
  'numbers and a char array': connection => connection.call('nodeGetInfo'),
  'typed parameters': connection => connection.call('connectGetAllDomainStats', { doms: [], stats: 0 }),
  'an error': connection => connection.call('domainLookupByName', { name: 'nobody' }),
  'nothing but ok': connection => connection.call('connectUnregisterCloseCallback'),
  'a screenshot': async connection =>
    readAll((await connection.readStream('domainScreenshot', { dom, screen: 0 })).stream),
}

const streams = (vol: StorageVol): Record<string, Ask> => ({
  'a download': async connection =>
    readAll((await connection.readStream('storageVolDownload', { vol, offset: 0, length: 0 })).stream),
  'a download with holes': async connection =>
    readAll((await connection.readStream('storageVolDownload', { vol, offset: 0, length: 0, flags: 1 })).stream),
  'an upload': async connection => {
    const { stream } = await connection.writeStream('storageVolUpload', { vol, offset: 0, length: 8, flags: 1 })
    await pipeline([Buffer.from('more'), new Hole(4)], stream)
  },
})

async function readAll(stream: Readable): Promise<void> {
  for await (const _part of stream);
}

/** Replies, errors, events, streams and holes of the libvirtd of this machine. */
export async function recordConversations(): Promise<Conversation[]> {
  return [...(await onTestDriver()), ...(await onVolume())]
}

async function onTestDriver(): Promise<Conversation[]> {
  const { transport, said } = tapped()
  const connection = await connect({ transport, uri: 'test:///default' })
  const conversations = await recorded(connection, calls, said)
  said.length = 0
  const seen = new Promise(resolve => void connection.subscribe('domainLifecycle', resolve))
  const xml = `<domain type='test'><name>t-said-${process.pid}</name><memory>1024</memory><os><type>hvm</type></os></domain>`
  const other = await connect({ transport: unixTransport(), uri: 'test:///default' })
  const created = await other.call('domainCreateXml', { xml_desc: xml })
  await seen
  await other.call('domainDestroy', { dom: created.dom })
  await connection.call('connectGetType')
  await Promise.all([connection.close(), other.close()])
  // The last is the answer to `connectClose`, and the one before to `connectGetType`.
  return [
    ...conversations,
    { name: 'events', ask: on => on.subscribe('domainLifecycle', () => {}), answers: said.slice(0, -2) },
  ]
}

async function onVolume(): Promise<Conversation[]> {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-said-'))
  const file = join(folder, 'volume')
  writeFileSync(file, 'some bytes before a hole')
  truncateSync(file, 100_000)
  const { transport, said } = tapped()
  const connection = await connect({ transport, uri: 'qemu:///system' })
  const xml = `<pool type='dir'><name>t-said-${process.pid}</name><target><path>${folder}</path></target></pool>`
  const { pool } = await connection.call('storagePoolCreateXml', { xml })
  const { vol } = await connection.call('storageVolLookupByName', { pool, name: 'volume' })
  const conversations = await recorded(connection, streams(vol), said)
  await connection.call('storagePoolDestroy', { pool })
  await connection.close()
  rmSync(folder, { recursive: true })
  return conversations
}

async function recorded(connection: Connection, asks: Record<string, Ask>, said: Buffer[]): Promise<Conversation[]> {
  const conversations: Conversation[] = []
  for (const [name, ask] of Object.entries(asks)) {
    said.length = 0
    await ask(connection).catch(() => {})
    conversations.push({ name, ask, answers: [...said] })
  }
  return conversations
}

/** A transport that keeps what the daemon says, its pings left out. */
function tapped(): { transport: Transport; said: Buffer[] } {
  const transport = unixTransport()
  const said: Buffer[] = []
  const splitter = new FrameSplitter()
  const open: Transport['open'] = async signal => {
    const socket = await transport.open(signal)
    socket.prependListener('data', (chunk: Buffer) =>
      splitter.push(chunk, bytes => {
        const { program, type } = readFrame(bytes)
        if (program !== 0x6b656570 || type !== MessageType.message) said.push(Buffer.from(bytes))
      }),
    )
    return socket
  }
  return { transport: { name: transport.name, open }, said }
}
