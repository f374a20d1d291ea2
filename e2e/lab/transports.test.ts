import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { promisify } from 'node:util'
import { type Certificates, connect, type Transport, tcpTransport, tlsTransport } from '@porthole/libvirt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  dateCertificate,
  makeAuthority,
  makeCertificate,
  revokeCertificate,
  selfSignCertificate,
} from './certificates.ts'
import { freePort } from './free-port.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './private-libvirt.ts'

let folder: string
let libvirt: PrivateLibvirt
let ports: { tcp: number; tls: number }
const host = '127.0.0.1'
const pki = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-transports-'))
  for (const name of ['trusted', 'stranger']) {
    await makeAuthority(pki(name), `authority ${name}`)
    await makeCertificate(pki(name), 'client', 'DNS:client')
  }
  await makeCertificate(pki('trusted'), 'server', `IP:${host}`)
  ports = { tcp: await freePort(), tls: await freePort() }
  await writeFile(
    join(folder, 'listen.conf'),
    `listen_tcp = 1
listen_tls = 1
listen_addr = "${host}"
tcp_port = "${ports.tcp}"
tls_port = "${ports.tls}"
auth_tcp = "none"
auth_tls = "none"
ca_file = "${pki('trusted')}/cacert.pem"
cert_file = "${pki('trusted')}/servercert.pem"
key_file = "${pki('trusted')}/serverkey.pem"
`,
  )
  libvirt = await startPrivateLibvirt({ listen: join(folder, 'listen.conf') })
})

afterAll(async () => {
  await libvirt?.stop()
  await rm(folder, { recursive: true, force: true })
})

const hostname = async (transport: Transport): Promise<string> => {
  const connection = await connect({ transport, uri: 'qemu:///system' })
  const told = await connection.call('connectGetHostname')
  await connection.close()
  return told.hostname
}

test('TCP reaches the daemon', async () => {
  expect(await hostname(tcpTransport({ host, port: ports.tcp }))).toBe(await libvirt.virsh('hostname'))
})

test('TLS reaches the daemon, with certificates on both sides', async () => {
  const transport = tlsTransport({ host, port: ports.tls, certificates: pki('trusted') })
  expect(await hostname(transport)).toBe(await libvirt.virsh('hostname'))
})

test('a daemon whose certificate comes from another authority is refused', async () => {
  const certificates = pki('stranger')
  await expect(tlsTransport({ host, port: ports.tls, certificates }).open()).rejects.toMatchObject({
    reason: 'certificate',
    message: expect.stringContaining('signed by another CA than ours'),
  })
})

test('a daemon that is called by a name that its certificate has not is refused', async () => {
  const transport = tlsTransport({ host: 'localhost', port: ports.tls, certificates: pki('trusted') })
  await expect(transport.open()).rejects.toMatchObject({
    reason: 'name',
    message: expect.stringContaining('is made out to others (IP Address:127.0.0.1)'),
  })
})

test('a daemon that does not take our certificate says so', async () => {
  const [ca = '', cert = '', key = ''] = await Promise.all(
    ['trusted/cacert', 'stranger/clientcert', 'stranger/clientkey'].map(name => readFile(pki(`${name}.pem`))),
  )
  const refused = (certificates: Certificates) => tlsTransport({ host, port: ports.tls, certificates }).open()
  await expect(refused({ ca, cert, key })).rejects.toMatchObject({
    reason: 'client-certificate',
    message: expect.stringContaining('refused our client certificate'),
  })
  await expect(refused({ ca })).rejects.toMatchObject({
    reason: 'client-certificate',
    message: expect.stringContaining('we have none'),
  })
})

test('no certificates, no listener and no such name are told apart', async () => {
  const certificates = pki('nowhere')
  await expect(tlsTransport({ host, certificates }).open()).rejects.toMatchObject({ reason: 'certificate' })
  await expect(tcpTransport({ host, port: await freePort() }).open()).rejects.toMatchObject({ reason: 'refused' })
})

const bad: readonly [string, string, RegExp, (server: string) => Promise<unknown>][] = [
  ['has expired', 'certificate', /has expired/, server => dated(server, '20200101000000Z', '20210101000000Z')],
  ['is not valid yet', 'certificate', /not valid yet/, server => dated(server, '20900101000000Z', '20910101000000Z')],
  ['was taken back', 'certificate', /took the certificate of .* back/, revoked],
  ['it signed itself', 'certificate', /signed itself/, server => selfSignCertificate(pki(server), 'server')],
  ['is for another address', 'name', /made out to others \(DNS:h1, IP Address:10\.77\.0\.11\)/, async () => {}],
]

test.each(bad)('a host is refused whose certificate %s', async (_, reason, message, spoil) => {
  const name = `bad ${reason} ${message.source}`
  await makeAuthority(pki(name), 'authority')
  await makeCertificate(pki(name), 'server', 'DNS:h1,IP:10.77.0.11')
  await makeCertificate(pki(name), 'client', 'DNS:client')
  await spoil(name)
  const [cert, key] = await Promise.all(['cert', 'key'].map(part => readFile(pki(`${name}/server${part}.pem`))))
  const server = createTlsServer({ cert, key }, socket => socket.on('error', () => {}).end('\x01'))
  const port = await listening(server)
  await expect(tlsTransport({ host, port, certificates: pki(name) }).open()).rejects.toMatchObject({
    name: 'TransportError',
    reason,
    message: expect.stringMatching(message),
  })
  server.close()
})

async function dated(name: string, from: string, to: string): Promise<void> {
  await makeCertificate(pki(name), 'server', `IP:${host}`)
  await dateCertificate(pki(name), 'server', from, to)
}

async function revoked(name: string): Promise<void> {
  await dated(name, '20200101000000Z', '20900101000000Z')
  await revokeCertificate(pki(name), 'server')
}

test('a host that speaks only old TLS is told from one that speaks none', async () => {
  const [cert, key] = await Promise.all(['cert', 'key'].map(part => readFile(pki(`trusted/server${part}.pem`))))
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
  const server = createTlsServer({ cert, key, ...old })
  const refused = (port: number) => tlsTransport({ host, port, certificates: pki('trusted') }).open()
  await expect(refused(await listening(server))).rejects.toMatchObject({
    reason: 'failed',
    message: expect.stringMatching(/before 1\.2: update it/),
  })
  server.close()
  const plain = createServer(socket => socket.on('error', () => {}).end('SSH-2.0-x\r\n'))
  await expect(refused(await listening(plain))).rejects.toMatchObject({
    reason: 'failed',
    message: expect.stringMatching(/does not speak TLS/),
  })
  plain.close()
})

test('a host that accepts and says nothing is given up, and a signal gives up sooner', async () => {
  const open = new Set<Socket>()
  const server = createServer(socket => open.add(socket))
  const port = await listening(server)
  const silent = tlsTransport({ host, port, certificates: pki('trusted'), openWithinMs: 50 })
  await expect(silent.open()).rejects.toMatchObject({ name: 'TransportError', reason: 'timeout' })
  const controller = new AbortController()
  const given = tlsTransport({ host, port, certificates: pki('trusted') }).open(controller.signal)
  server.once('connection', () => controller.abort(new Error('stop')))
  await expect(given).rejects.toThrow('stop')
  for (const socket of open) if (!socket.destroyed) await once(socket.on('error', () => {}).resume(), 'close')
  server.close()
})

test('certificates that cannot be used are named', async () => {
  await makeAuthority(pki('odd'), 'odd')
  const odd = () => tlsTransport({ host, port: ports.tls, certificates: pki('odd') }).open()
  await writeFile(pki('odd/clientcert.pem'), 'nothing')
  await expect(odd()).rejects.toMatchObject({
    reason: 'client-certificate',
    message: expect.stringMatching(/clientcert\.pem has no private key beside it/),
  })
  await writeFile(pki('odd/clientkey.pem'), 'nothing')
  await expect(odd()).rejects.toMatchObject({
    reason: 'client-certificate',
    message: expect.stringMatching(/cannot be used: .*PEM/),
  })
})

test('of the addresses of a name, the one that answers is taken', async () => {
  const server = createServer(socket => socket.end('hello'))
  const port = await listening(server)
  const [greeting] = await (await tcpTransport({ host: 'localhost', port }).open()).toArray()
  expect(String(greeting)).toBe('hello')
  server.close()
})

test('a host that no network leads to is unreachable', async () => {
  await promisify(execFile)('ip', ['route', 'replace', 'unreachable', '10.77.0.0/24', 'metric', '9999'])
  await expect(tcpTransport({ host: '10.77.0.250' }).open()).rejects.toMatchObject({ reason: 'unreachable' })
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
