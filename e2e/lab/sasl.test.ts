import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectOptions, connect, unixTransport } from '@porthole/libvirt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recorded } from '../../packages/libvirt/test/recorded.ts'
import { makeAuthority, makeCertificate } from './certificates.ts'
import { freePort } from './free-port.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from './private-libvirt.ts'

interface Daemon {
  readonly libvirt: PrivateLibvirt
  readonly tcp: string
  readonly tls: string
  readonly unix: string
}

const host = '127.0.0.1'
const anna = { username: 'anna', password: 'correct horse, battery=staple' }
const juergen = { username: 'jürgen,=', password: 'schön\u00a0ist das' }
let folder: string
/** One that offers everything, and one that offers only the password itself. */
let rich: Daemon
let poor: Daemon

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-sasl-'))
  await makeAuthority(folder, 'authority')
  await makeCertificate(folder, 'server', `IP:${host}`)
  await makeCertificate(folder, 'client', 'DNS:client')
  await addUser(anna.username, anna.password)
  await addUser(juergen.username, juergen.password.replace('\u00a0', ' '))
  const all = 'plain scram-sha-1 scram-sha-256 scram-sha-512 digest-md5'
  ;[rich, poor] = await Promise.all([start('rich', all), start('poor', 'plain')])
})

afterAll(async () => {
  await Promise.all([rich, poor].map(daemon => daemon?.libvirt.stop()))
  await rm(folder, { recursive: true, force: true })
})

async function start(name: string, mechanisms: string): Promise<Daemon> {
  const [tcp, tls] = [await freePort(), await freePort()]
  const sasl = join(folder, name)
  const listen = `${sasl}.conf`
  await mkdir(sasl)
  await writeFile(join(sasl, 'libvirt.conf'), `mech_list: ${mechanisms}\nsasldb_path: ${folder}/passwd.db\n`)
  await writeFile(
    listen,
    `listen_tcp = 1
listen_tls = 1
listen_addr = "${host}"
tcp_port = "${tcp}"
tls_port = "${tls}"
auth_tcp = "sasl"
auth_tls = "sasl"
auth_unix_rw = "sasl"
ca_file = "${folder}/cacert.pem"
cert_file = "${folder}/servercert.pem"
key_file = "${folder}/serverkey.pem"
`,
  )
  const libvirt = await startPrivateLibvirt({ listen, sasl })
  return {
    libvirt,
    tcp: `test+tcp://${host}:${tcp}/default`,
    tls: `test+tls://${host}:${tls}/default?pkipath=${folder}`,
    unix: `test:///default?socket=${libvirt.socket}`,
  }
}

async function addUser(username: string, password: string): Promise<void> {
  const program = spawn('saslpasswd2', ['-p', '-c', '-f', join(folder, 'passwd.db'), '-a', 'libvirt', username])
  program.stdin.end(password)
  const [code] = await once(program, 'exit')
  expect(code).toBe(0)
}

async function hostname(options: ConnectOptions): Promise<string> {
  const connection = await connect(options)
  const told = await connection.call('connectGetHostname')
  await connection.close()
  return told.hostname
}

const refusal = (options: ConnectOptions): Promise<Error> =>
  hostname(options).then(
    () => expect.unreachable('it was let in'),
    error => error,
  )

const auths = ['', '&auth=sasl', '&auth=sasl.scram-sha-512', '&auth=sasl.scram-sha-256', '&auth=sasl.plain']

test.each(auths)('logs in over TLS with "%s"', async auth => {
  const uri = `${rich.tls}${auth}`
  expect(await hostname({ uri, credentials: anna })).not.toBe('')
  expect(await hostname({ uri: uri.replace('://', '://anna@'), credentials: { password: anna.password } })).not.toBe('')
  for (const wrong of [
    { ...anna, password: 'wrong' },
    { ...anna, username: 'nobody' },
  ]) {
    const error = await refusal({ uri, credentials: wrong })
    expect(error).toMatchObject({ name: 'AuthenticationError', mechanism: 'sasl' })
    expect(error.message).toMatch(/does not know this user name with this password.*saslpasswd2/)
    expect(error.message).not.toContain(wrong.password)
  }
})

test.each(auths)('prepares names and passwords beyond ASCII, with "%s"', async auth => {
  expect(await hostname({ uri: `${rich.tls}${auth}`, credentials: juergen })).not.toBe('')
})

test('logs in over a unix socket, the password itself too, as it never leaves the machine', async () => {
  const transport = recorded(unixTransport(rich.libvirt.socket), 'test')
  expect(await hostname({ transport, uri: 'test:///default', credentials: anna })).not.toBe('')
  expect(await hostname({ uri: poor.unix, credentials: anna })).not.toBe('')
  expect(await refusal({ uri: poor.unix, credentials: { ...anna, password: 'x' } })).toMatchObject({
    name: 'AuthenticationError',
  })
})

test('says that credentials are missing', async () => {
  const missing = expect.stringMatching(/user name and a password/)
  expect(await refusal({ uri: rich.tls })).toMatchObject({ name: 'AuthenticationError', message: missing })
  expect(await refusal({ uri: rich.tls, credentials: { password: 'x' } })).toMatchObject({ message: missing })
  expect(await refusal({ uri: rich.tls, credentials: { username: '', password: 'x' } })).toMatchObject({
    message: expect.stringMatching(/cannot be used: it is empty/),
  })
})

test('sends no password over plain TCP, where libvirt keeps to mechanisms that encrypt', async () => {
  expect(await refusal({ uri: rich.tcp, credentials: anna })).toMatchObject({
    name: 'AuthenticationError',
    message: expect.stringMatching(/offers DIGEST-MD5 .* use tls/),
  })
  expect(await refusal({ uri: poor.tcp, credentials: anna })).toMatchObject({
    name: 'AuthenticationError',
    message: expect.stringMatching(/not encrypted. Use tls or ssh/),
  })
})
