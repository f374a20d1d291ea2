// What people write on domains and networks: title, description, and elements of one's own.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import type { Connection } from '../connection.ts'
import { DomainMetadataType, ErrorNumber } from '../constants.gen.ts'
import type { Domain } from '../protocol/structures.gen.ts'

const prefix = 't-proof-meta'
const uri = 'https://porthole.invalid/proof'
const { DESCRIPTION, TITLE, ELEMENT } = DomainMetadataType
let host: ProofHost
let connection: Connection
let dom: Domain

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  const xml = `<domain type='qemu'><name>${prefix}</name><memory unit='MiB'>32</memory><os><type>hvm</type></os></domain>`
  dom = (await connection.call('domainDefineXml', { xml })).dom
}, probeMs)
afterAll(() => host?.close())

const set = (type: number, metadata: string | null, key: string | null = null, uri: string | null = null) =>
  connection.call('domainSetMetadata', { dom, type, metadata, key, uri })
const get = async (type: number, uri: string | null = null) =>
  (await connection.call('domainGetMetadata', { dom, type, uri })).metadata

test('title and description, both ways', async () => {
  await set(TITLE, 'Große Büchse')
  await set(DESCRIPTION, 'two\nlines')
  expect(await host.virsh('desc', prefix, '--title')).toBe('Große Büchse')
  expect(await host.virsh('desc', prefix)).toBe('two\nlines')
  await host.virsh('desc', prefix, '--title', 'by virsh')
  expect(await get(TITLE)).toBe('by virsh')
  await set(TITLE, null)
  await expect(get(TITLE)).rejects.toMatchObject({ code: ErrorNumber.NO_DOMAIN_METADATA })
})

test('an element of our own, both ways, and its event', async () => {
  const heard = await hear(connection, 'domainMetadataChange', { only: dom })
  await set(ELEMENT, '<note colour="blue">hello &amp; goodbye</note>', 'proof', uri)
  expect(await host.virsh('metadata', prefix, '--uri', uri)).toBe('<note colour="blue">hello &amp; goodbye</note>')
  await host.virsh('metadata', prefix, '--uri', uri, '--key', 'proof', '--set', '<note>changed</note>')
  expect(await get(ELEMENT, uri)).toBe('<note>changed</note>')
  await host.virsh('metadata', prefix, '--uri', uri, '--remove')
  await expect(get(ELEMENT, uri)).rejects.toMatchObject({ code: ErrorNumber.NO_DOMAIN_METADATA })
  await heard.until(() => heard.messages.length === 3)
  expect(heard.messages.map(({ type, nsuri }) => ({ type, nsuri }))).toEqual(
    Array(3).fill({ type: ELEMENT, nsuri: uri }),
  )
  await heard.stop()
})
