// A real QEMU guest without a disk, emulated, under the system's libvirtd.
import { readdirSync, readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import {
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainState,
  ErrorDomain,
  ErrorLevel,
  ErrorNumber,
} from './constants.gen.ts'
import type { Domain } from './protocol/structures.gen.ts'
import { unixTransport } from './transports/unix.ts'

const name = `t-rpc-${process.pid}`
const xml = `
  <domain type='qemu'>
    <name>${name}</name>
    <memory unit='MiB'>32</memory>
    <os><type arch='x86_64'>hvm</type></os>
    <devices>
      <graphics type='vnc' autoport='yes'><listen type='address' address='127.0.0.1'/></graphics>
      <video><model type='vga'/></video>
    </devices>
  </domain>`

// A daemon probes what QEMU can do before its first answer about it, which may take most of a minute.
const probeMs = 120_000

let connection: Connection
let dom: Domain
const log: { event: number; detail: number }[] = []

beforeAll(async () => {
  connection = await connect({ transport: unixTransport(), uri: 'qemu:///system' })
  dom = (await connection.call('domainDefineXml', { xml }, { deadlineMs: probeMs })).dom
  await connection.subscribe('domainLifecycle', ({ event, detail }) => log.push({ event, detail }), { only: dom })
  dom = (await connection.call('domainCreateWithFlags', { dom, flags: 0 }, { deadlineMs: probeMs })).dom
}, probeMs * 2)

afterAll(async () => {
  if (!connection) return // there is no libvirt; connecting said so
  await connection.call('domainDestroy', { dom }).catch(() => {})
  await connection.call('domainUndefine', { dom })
  await connection.close()
}, 60_000)

const screenshot = () => connection.readStream('domainScreenshot', { dom, screen: 0, flags: 0 })

test('the guest runs', async () => {
  expect(dom).toMatchObject({ name, id: expect.any(Number) })
  expect((await connection.call('domainGetState', { dom, flags: 0 })).state).toBe(DomainState.RUNNING)
})

test('a screenshot is a picture', async () => {
  const { reply, stream } = await screenshot()
  const picture = await buffer(stream)
  const start = picture.toString('latin1', 0, 4)
  if (reply.mime === 'image/png') expect(start).toBe('\x89PNG')
  else expect([reply.mime, start.slice(0, 2)]).toEqual(['image/x-portable-pixmap', 'P6'])
  expect(picture.length).toBeGreaterThan(500)
})

const readWhole = async () => buffer((await screenshot()).stream)
const leaveEarly = async () => {
  for await (const _chunk of (await screenshot()).stream) break
}

// The daemon is shared, so a few descriptors may come and go for other reasons; a leak would be 40.
test.each([
  ['read whole', readWhole],
  ['left early', leaveEarly],
])('40 screenshots, %s, leave no descriptor open in the daemon', { timeout: 30_000 }, async (_how, take) => {
  const pid = daemonPid()
  const open = () => readdirSync(`/proc/${pid}/fd`).length
  await take()
  await connection.call('connectGetHostname')
  const before = open()
  for (let round = 0; round < 40; round++) await take()
  // The daemon serves a stream's end before this call, so the descriptors are closed when it answers.
  await connection.call('connectGetHostname')
  expect(open() - before).toBeLessThan(20)
})

test('suspend and resume tell what happened and why', async () => {
  log.length = 0
  await connection.call('domainSuspend', { dom })
  expect((await connection.call('domainGetState', { dom, flags: 0 })).state).toBe(DomainState.PAUSED)
  await connection.call('domainResume', { dom })
  await expect
    .poll(() => log)
    .toEqual([
      { event: DomainEventType.SUSPENDED, detail: DomainEventSuspendedDetailType.PAUSED },
      { event: DomainEventType.RESUMED, detail: 0 },
    ])
})

test('the QEMU program answers too', async () => {
  const { result } = await connection.call('qemuDomainMonitorCommand', {
    dom,
    cmd: '{"execute":"query-status"}',
    flags: 0,
  })
  expect(JSON.parse(result)).toMatchObject({ return: { status: 'running' } })
})

test('an unknown UUID is the error that libvirt documents', async () => {
  await expect(
    connection.call('domainLookupByUuid', { uuid: '00000000-0000-0000-0000-00000000dead' }),
  ).rejects.toMatchObject({
    code: ErrorNumber.NO_DOMAIN,
    domain: ErrorDomain.QEMU,
    level: ErrorLevel.ERROR,
  })
})

test('a read-only connection may not start anything', async () => {
  const guest = await connect({ transport: unixTransport(), uri: 'qemu:///system', readOnly: true })
  await expect(guest.call('domainSuspend', { dom })).rejects.toMatchObject({ code: ErrorNumber.OPERATION_DENIED })
  await guest.close()
})

/** The machine's own daemon, by its PID file: tests beside this one run daemons of their own. */
function daemonPid(): string {
  for (const daemon of ['virtqemud', 'libvirtd']) {
    try {
      return readFileSync(`/run/${daemon}.pid`, 'utf8').trim()
    } catch {
      // The other one, then.
    }
  }
  throw new Error('No libvirtd or virtqemud runs on this machine; this test needs one.')
}
