// Calls by number, as for procedures newer than the table; that those below are in the table gives the right answer to compare with.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { ErrorNumber } from './constants.gen.ts'
import { Program } from './generic-call.ts'
import { openPool } from './pool.ts'
import { procedures } from './protocol/procedures.ts'
import type { Domain } from './protocol/structures.gen.ts'
import * as xdr from './protocol/structures.gen.ts'
import { unixTransport } from './transports/unix.ts'
import { XdrWriter } from './xdr-writer.ts'

const host = { transport: unixTransport(), uri: 'test:///default' }
const { number: getXmlDesc } = procedures.domainGetXmlDesc
const { number: getHostname } = procedures.connectGetHostname
const { number: getSchedulerParameters } = procedures.domainGetSchedulerParameters
const { number: lookupByName } = procedures.domainLookupByName
/** No libvirt will have so many. */
const unknown = 99_999

let connection: Connection
let dom: Domain
beforeEach(async () => {
  connection = await connect(host)
  dom = (await connection.call('domainLookupByName', { name: 'test' })).dom
})
afterEach(() => connection?.close())

const describedXml = () => ({
  number: getXmlDesc,
  args: (w: XdrWriter) => {
    xdr.writeDomain(w, dom)
    w.uint(0)
  },
  reply: (r: { string(): string }) => r.string(),
})

test('arguments and replies are written and read by structures', async () => {
  const { xml } = await connection.call('domainGetXmlDesc', { dom })
  expect(await connection.genericCall(describedXml())).toBe(xml)
  const params = await connection.genericCall({
    number: getSchedulerParameters,
    args: w => {
      xdr.writeDomain(w, dom)
      w.int(16)
    },
    reply: r => xdr.readTypedParams(r, 16),
  })
  expect(params).toEqual((await connection.call('domainGetSchedulerParameters', { dom, nparams: 16 })).params)
})

test('bytes go and come as they are', async () => {
  const { hostname } = await connection.call('connectGetHostname')
  const expected = new XdrWriter()
  expected.string(hostname)
  const bytes = expected.finish()
  expect(await connection.genericCall({ program: Program.remote, version: 1, number: getHostname })).toEqual(bytes)
  const args = new XdrWriter()
  args.string('test')
  const found = await connection.genericCall({ number: lookupByName, args: args.finish(), reply: xdr.readDomain })
  expect(found).toEqual(dom)
})

test('what the host does not know is told as that, and libvirt refuses as ever', async () => {
  const nobody = connection.genericCall({ number: unknown })
  await expect(nobody).rejects.toMatchObject({
    unsupported: true,
    procedure: `procedure ${unknown} of program 0x20008086`,
  })
  await expect(connection.genericCall({ program: 0x2000_8085, number: 1 })).rejects.toMatchObject({ unsupported: true })
  await expect(connection.genericCall({ program: Program.remote, number: getHostname })).resolves.toBeDefined()
  const absent = { ...dom, uuid: '00000000-0000-4000-8000-000000000000' }
  const refused = connection.genericCall({
    ...describedXml(),
    args: w => {
      xdr.writeDomain(w, absent)
      w.uint(0)
    },
  })
  await expect(refused).rejects.toMatchObject({ name: 'LibvirtError', code: ErrorNumber.NO_DOMAIN })
})

test('a wrong description of the reply costs the call and not the connection', async () => {
  const short = connection.genericCall({ ...describedXml(), reply: r => r.uint() })
  await expect(short).rejects.toMatchObject({ name: 'ProtocolError', fault: 'trailing-bytes' })
  const long = connection.genericCall({ ...describedXml(), reply: r => [r.string(), r.string()] })
  await expect(long).rejects.toMatchObject({ name: 'ProtocolError', fault: 'truncated' })
  const wrong = connection.genericCall({ number: getXmlDesc, args: w => w.int(1.5) })
  await expect(wrong).rejects.toThrow(TypeError)
  expect(await connection.genericCall(describedXml())).toContain(dom.uuid)
})

test('a pool makes them too, with deadlines and signals', async () => {
  const pool = openPool(host)
  expect(await pool.genericCall(describedXml())).toContain(dom.uuid)
  const gone = pool.genericCall(describedXml(), { signal: AbortSignal.abort(new Error('not wanted')) })
  await expect(gone).rejects.toThrow('not wanted')
  await pool.close()
  await expect(pool.genericCall(describedXml())).rejects.toMatchObject({ reason: 'closed' })
})
