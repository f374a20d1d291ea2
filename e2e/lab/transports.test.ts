import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Certificates, connect, type Transport, tcpTransport, tlsTransport } from '@porthole/libvirt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAuthority, makeCertificate } from './certificates.ts'
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

test('what answers but speaks no TLS is no daemon', async () => {
  const server = createServer(socket => socket.end('SSH-2.0-x\r\n'))
  const port = await listening(server)
  const transport = tlsTransport({ host, port, certificates: pki('trusted') })
  await expect(transport.open()).rejects.toMatchObject({ name: 'TransportError', reason: 'failed' })
  server.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise(resolve => server.close(resolve))
  return port
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
