import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { HostPlace, HostTest } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type Sshd, startSshd } from '../../test/sshd.ts'
import { approveHostKey } from './approve-host-key.ts'
import { getSshKey } from './get-ssh-key.ts'
import { testHost } from './test-host.ts'

const admin = caller()
let live: LiveCore
let sshd: Sshd
const sshds: Sshd[] = []

beforeAll(async () => {
  live = await liveCore('test:///default')
  sshd = await started()
})
afterAll(async () => {
  for (const one of sshds) await one.stop()
  await live[Symbol.asyncDispose]()
})

async function started(settings: Parameters<typeof startSshd>[0] = {}): Promise<Sshd> {
  const one = await startSshd(settings)
  sshds.push(one)
  return one
}

const place = (uri: string): HostPlace => ({ uri, plainTcp: false })
const test = (uri: string) => testHost(live.core, place(uri), admin)
const outline = ({ steps }: HostTest) => steps.map(({ step, state }) => `${step} ${state}`)
const failure = ({ steps }: HostTest) => steps.find(({ state }) => state === 'failed')?.said
const sshUri = (user = sshd.user) => `qemu+ssh://${user}@127.0.0.1:${sshd.port}/system`

it('goes to this machine', async () => {
  const told = await test('test:///default')
  expect(outline(told)).toEqual(['libvirt ok', 'permissions ok'])
  expect(told.steps.map(({ said }) => said).join(' ')).toMatch(
    /^libvirt \d+\.\d+\.\d+ answers on .*, with TEST .* sees \d+ VMs?\.$/,
  )
  const absent = await test('qemu:///system?socket=/run/none/libvirt-sock')
  expect(outline(absent)).toEqual(['libvirt failed', 'permissions untried'])
  expect(failure(absent)).toMatch(/install libvirt/)
})

it('finds at each step of SSH what is in the way, and with its cure the next', async () => {
  const unknown = await test(sshUri())
  const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-lf', '-'], {
    input: await sshd.keyscan(),
    encoding: 'utf8',
  }).split(' ')
  expect(outline(unknown)).toEqual([
    'name ok',
    'port ok',
    'host-key failed',
    'authentication untried',
    'libvirt untried',
    'permissions untried',
  ])
  expect(unknown.hostKey).toEqual({ type: 'ssh-ed25519', fingerprint, known: [], revoked: false })

  await approveHostKey(live.core, { uri: sshUri(), fingerprint }, admin)
  const stranger = await test(sshUri())
  expect(outline(stranger).slice(2, 4)).toEqual(['host-key ok', 'authentication failed'])
  const { publicLine } = await getSshKey(live.core, {}, admin)
  expect(failure(stranger)).toContain(publicLine)
  expect(stranger.hostKey).toBeNull()

  await sshd.authorize(publicLine)
  const right = await test(sshUri())
  expect(outline(right).every(line => line.endsWith(' ok'))).toBe(true)
  expect(right.steps).toHaveLength(6)
  const nobody = await test(sshUri('nobody-of-this-name'))
  expect(outline(nobody)[3]).toBe('authentication failed')

  const { port } = sshd
  await sshd.stop()
  sshd = await started({ port })
  const changed = await test(sshUri())
  expect(outline(changed)[2]).toBe('host-key failed')
  expect(changed.hostKey?.known).toEqual([fingerprint])
  expect(failure(changed)).toContain(fingerprint)
  expect(failure(changed)).toContain(changed.hostKey?.fingerprint)
  expect(changed.hostKey?.fingerprint).not.toBe(fingerprint)
  const now = changed.hostKey?.fingerprint ?? ''
  const refused = approveHostKey(live.core, { uri: sshUri(), fingerprint: now }, admin)
  await expect(refused).rejects.toMatchObject({ code: 'HOST_REFUSED', message: expect.stringContaining(fingerprint) })
  await approveHostKey(live.core, { uri: sshUri(), fingerprint: now, replaces: fingerprint }, admin)
  expect(outline(await test(sshUri()))[2]).toBe('host-key ok')
  await sshd.authorize(publicLine)
})

it('tells a host without libvirt from one whose user may not use it', async () => {
  const without = await test(`${sshUri().replace('qemu+ssh', 'xen+ssh').replace('/system', '/')}`)
  expect(outline(without).slice(3)).toEqual(['authentication ok', 'libvirt failed', 'permissions untried'])
})

it('says which step of the network failed', async () => {
  const nameless = await test('qemu+ssh://no-such-host.invalid/system')
  expect(outline(nameless)[0]).toBe('name failed')
  expect(failure(nameless)).toMatch(/No address is known for no-such-host.invalid/)
  const lacking = await test('qemu+tls://localhost:1/system')
  expect(outline(lacking).slice(0, 3)).toEqual(['name untried', 'port untried', 'certificate failed'])
  const closed = await test('qemu+tcp://localhost:1/system')
  expect(outline(closed).slice(0, 2)).toEqual(['name ok', 'port failed'])
  expect(failure(closed)).toMatch(/Nothing listens on localhost:1/)
  const server = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const web = await test(`qemu+tcp://127.0.0.1:${port}/system`)
  expect(outline(web)).toEqual([
    'name ok',
    'port ok',
    'authentication untried',
    'libvirt failed',
    'permissions untried',
  ])
  const notSsh = await test(`qemu+ssh://127.0.0.1:${port}/system`)
  expect(outline(notSsh).slice(0, 3)).toEqual(['name ok', 'port ok', 'host-key failed'])
  server.close()
})

it.each([
  'qemu+tcp://169.254.169.254/system',
  'qemu+ssh://169.254.169.254/system',
  'qemu+tls://[::ffff:169.254.169.254]/system',
  'qemu+tcp://10.77.0.11/system',
  'qemu+ssh://-oProxyCommand=touch%20x/system',
  'qemu+ssh://host:22;id/system',
  'qemu+ssh://a%20b@host/system',
  'qemu+ssh://host/system?command=/bin/sh',
  'qemu+ext:///system?command=/bin/sh',
])('goes nowhere for %s', async uri => {
  await expect(test(uri)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(live.core.hosts.add({ name: 'bad', uri })).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

it('goes to no metadata service by another name for it', async () => {
  const told = await test('qemu+ssh://2852039166/system')
  expect(outline(told)[0]).toBe('name failed')
  expect(failure(told)).toContain('169.254.169.254')
})
