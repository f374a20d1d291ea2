import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HostCertificates, HostTest } from '@porthole/contract'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dateCertificate, makeAuthority, makeCertificate } from '../../../../e2e/lab/certificates.ts'
import { freePort } from '../../../../e2e/lab/free-port.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from '../../../../e2e/lab/private-libvirt.ts'
import { caller, changed, type LiveCore, liveCore } from '../../test/live-core.ts'
import { Seal } from '../auth/seal.ts'
import { changeHost } from './change-host.ts'
import { getHost } from './get-host.ts'
import { Hosts } from './hosts.ts'
import { testHost } from './test-host.ts'

const admin = caller()
let folder: string
let libvirt: PrivateLibvirt
let live: LiveCore
let uri: string
let good: HostCertificates
let stranger: HostCertificates

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-tls-'))
  for (const name of ['trusted', 'stranger']) {
    await makeAuthority(join(folder, name), `authority ${name}`)
    await makeCertificate(join(folder, name), 'client', 'DNS:porthole')
  }
  await makeCertificate(join(folder, 'trusted'), 'server', 'IP:127.0.0.1')
  good = await certificates('trusted')
  stranger = await certificates('stranger')
  const port = await freePort()
  uri = `qemu+tls://127.0.0.1:${port}/system`
  const pki = join(folder, 'trusted')
  await writeFile(
    join(folder, 'listen.conf'),
    `listen_tls = 1
listen_tcp = 0
listen_addr = "127.0.0.1"
tls_port = "${port}"
auth_tls = "none"
ca_file = "${pki}/cacert.pem"
cert_file = "${pki}/servercert.pem"
key_file = "${pki}/serverkey.pem"
`,
  )
  libvirt = await startPrivateLibvirt({ listen: join(folder, 'listen.conf') })
  live = await liveCore(`test:///default?socket=${libvirt.socket}`)
})
afterAll(async () => {
  await live[Symbol.asyncDispose]()
  await libvirt.stop()
  await rm(folder, { recursive: true })
})

const pem = (name: string, file: string) => readFile(join(folder, name, `${file}.pem`), 'utf8')
async function certificates(name: string): Promise<HostCertificates> {
  const [ca, cert, key] = await Promise.all(['cacert', 'clientcert', 'clientkey'].map(file => pem(name, file)))
  return { ca: ca ?? '', cert: cert ?? '', key: key ?? '' }
}
const outline = ({ steps }: HostTest) => steps.map(({ step, state }) => `${step} ${state}`)
const trial = (certificates: HostCertificates, to = uri) =>
  testHost(live.core, { uri: to, plainTcp: false, certificates }, admin)
const hosts = () => live.core.hosts
const stateOf = (id: string) =>
  hosts()
    .list()
    .find(host => host.id === id)

it('finds at each step of TLS what is in the way', async () => {
  expect(outline(await trial(good))).toEqual([
    'name ok',
    'port ok',
    'certificate ok',
    'authentication ok',
    'libvirt ok',
    'permissions ok',
  ])
  const otherCa = await trial(stranger)
  expect(outline(otherCa).slice(1, 4)).toEqual(['port ok', 'certificate failed', 'authentication untried'])
  expect(otherCa.steps[2]?.said).toContain('signed by another CA than ours')
  const otherName = await trial(good, uri.replace('127.0.0.1', 'localhost'))
  expect(outline(otherName)[2]).toBe('certificate failed')
  const refused = await trial({ ...stranger, ca: good.ca })
  expect(outline(refused).slice(2, 4)).toEqual(['certificate ok', 'authentication failed'])
  expect(refused.steps[3]?.said).toContain('refused our client certificate')
  const nameless = await trial({ ca: good.ca })
  expect(nameless.steps[3]).toMatchObject({
    state: 'failed',
    said: expect.stringContaining('wants a client certificate'),
  })
})

it('says what is wrong with certificates before anybody uses them', async () => {
  const pki = join(folder, 'trusted')
  await makeCertificate(pki, 'old', 'DNS:old')
  await dateCertificate(pki, 'old', '20200101000000Z', '20210101000000Z')
  const cases: [Partial<HostCertificates>, string, RegExp][] = [
    [{ ca: 'nothing' }, 'ca', /no certificate/],
    [{ ca: good.cert ?? '' }, 'ca', /of no CA/],
    [{ cert: '' }, 'cert', /needs its certificate/],
    [{ key: '' }, 'key', /needs its private key/],
    [{ key: stranger.key }, 'key', /does not belong/],
    [{ key: good.ca }, 'key', /no private key/],
    [{ key: '-----BEGIN ENCRYPTED PRIVATE KEY-----' }, 'key', /passphrase/],
    [{ cert: await pem('trusted', 'oldcert'), key: await pem('trusted', 'oldkey') }, 'cert', /expired on 2021-01-01/],
  ]
  for (const [change, field, says] of cases) {
    const issues = [{ path: `certificates.${field}`, message: expect.stringMatching(says) }]
    await expect(trial({ ...good, ...change } as HostCertificates)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      data: { issues },
    })
  }
  await expect(trial(good, 'qemu:///system')).rejects.toMatchObject({ code: 'BAD_INPUT' })
})

it('keeps certificates sealed, shows only whose they are, and connects with them after a restart', {
  timeout: 60_000,
}, async () => {
  const id = await hosts().add({ name: 'by-tls', uri, certificates: stranger })
  await changed(hosts(), 'host', () => stateOf(id)?.state === 'away')
  expect(stateOf(id)?.problem?.message).toContain('signed by another CA than ours')
  await changeHost(live.core, { host: id, certificates: good }, admin)
  await changed(hosts(), 'host', () => stateOf(id)?.state === 'connected')

  const details = await getHost(live.core, { host: id }, admin)
  expect(details.certificates).toMatchObject({ authority: 'authority trusted', subject: 'client' })
  const row = await live.core.database.host.findUniqueOrThrow({ where: { id } })
  const everything = JSON.stringify([row, details, await live.core.database.auditRow.findMany()])
  for (const secret of [good.key, good.cert, good.ca]) {
    const line = secret?.split('\n')[2] ?? ''
    expect(line.length).toBeGreaterThan(20)
    expect(everything).not.toContain(line)
  }

  const log = pino({ level: 'silent' })
  const config = {
    localUri: `test:///default?socket=${libvirt.socket}`,
    data: folder,
    plainTcp: 'ask',
    hostNetworks: [],
    sshAgent: null,
  } as const
  for (const [seal, state] of [
    [live.seal, 'connected'],
    [new Seal(randomBytes(32)), 'away'],
  ] as const) {
    const again = new Hosts({ database: live.core.database, seal, log, config })
    await again.start()
    const shown = () => again.list().find(host => host.id === id)
    await changed(again, 'host', () => shown()?.state === state)
    if (state === 'away') expect(shown()?.problem?.message).toContain('sealed with another auth.key')
    await again.stop()
  }

  await hosts().remove(id)
  expect((await live.core.database.host.findUniqueOrThrow({ where: { id } })).certificates).toBeNull()
})
