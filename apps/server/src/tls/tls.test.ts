// A host set up by the script that Porthole makes, with GnuTLS and libvirtd on the other side.
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { HostTest } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../../../e2e/lab/free-port.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from '../../../../e2e/lab/private-libvirt.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { makeHostCertificates } from '../hosts/make-host-certificates.ts'
import { testHost } from '../hosts/test-host.ts'
import { makeServer } from './authority.ts'

const run = promisify(execFile)
const admin = caller()
let folder: string
let live: LiveCore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porthole-own-ca-'))
  live = await liveCore('test:///default')
})
afterAll(async () => {
  await live[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Runs the script as a host would, below a folder of its own. */
async function install(root: string, script: string): Promise<string> {
  await mkdir(join(root, 'etc/libvirt'), { recursive: true })
  const file = join(root, 'install.sh')
  await writeFile(file, script)
  const { stdout } = await run('sh', [file], { env: { ...process.env, DESTDIR: root } })
  return stdout
}

async function libvirtd(root: string, port: number): Promise<PrivateLibvirt> {
  const pki = join(root, 'etc/pki')
  const listen = join(root, 'listen.conf')
  await writeFile(
    listen,
    `listen_tls = 1
listen_tcp = 0
listen_addr = "127.0.0.1"
tls_port = "${port}"
auth_tls = "none"
ca_file = "${pki}/CA/cacert.pem"
cert_file = "${pki}/libvirt/servercert.pem"
key_file = "${pki}/libvirt/private/serverkey.pem"
${await readFile(join(root, 'etc/libvirt/libvirtd.conf'), 'utf8')}`,
  )
  return startPrivateLibvirt({ listen })
}

const outline = ({ steps }: HostTest) => steps.map(({ step, state }) => `${step} ${state}`)

it('makes a host reachable by its script, for Porthole and for no other host', async () => {
  const { script, until } = await makeHostCertificates(live.core, { name: '127.0.0.1' }, admin)
  const root = join(folder, 'kvm-01')
  await mkdir(join(root, 'etc/libvirt'), { recursive: true })
  await writeFile(join(root, 'etc/libvirt/libvirtd.conf'), '# as it was\n')
  expect(await install(root, script)).toContain('in place')
  expect((await stat(join(root, 'etc/pki/libvirt/private/serverkey.pem'))).mode & 0o777).toBe(0o600)
  const server = join(root, 'etc/pki/libvirt/servercert.pem')
  expect(new Date(new X509Certificate(await readFile(server)).validTo).toISOString()).toBe(until)
  await run('openssl', [
    ...['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_ip', '127.0.0.1'],
    ...['-CAfile', join(root, 'etc/pki/CA/cacert.pem'), server],
  ])
  // Once more, for a new certificate: the list of who may log in is not written twice.
  await install(root, (await makeHostCertificates(live.core, { name: '127.0.0.1' }, admin)).script)
  expect((await readFile(join(root, 'etc/libvirt/libvirtd.conf'), 'utf8')).match(/tls_allowed_dn_list/g)).toHaveLength(
    1,
  )

  const port = await freePort()
  const libvirt = await libvirtd(root, port)
  try {
    const place = { uri: `qemu+tls://127.0.0.1:${port}/system`, plainTcp: false }
    expect(outline(await testHost(live.core, place, admin))).toEqual([
      'name ok',
      'port ok',
      'certificate ok',
      'authentication ok',
      'libvirt ok',
      'permissions ok',
    ])
    // Another host's own key, signed by the same CA.
    const { authority } = await live.core.hosts.ways.ownAuthority()
    const neighbour = await makeServer(authority, 'kvm-02')
    const certificates = { ca: authority.cert, ...neighbour }
    const refused = await testHost(live.core, { ...place, certificates }, admin)
    expect(refused.steps.at(-1)?.state).not.toBe('ok')
  } finally {
    await libvirt.stop()
  }
})

it('changes nothing on a host that trusts another CA', async () => {
  const root = join(folder, 'kvm-03')
  const ca = join(root, 'etc/pki/CA/cacert.pem')
  await mkdir(join(root, 'etc/pki/CA'), { recursive: true })
  await writeFile(ca, 'another\n')
  const { script } = await makeHostCertificates(live.core, { name: 'kvm-03.example.org' }, admin)
  await expect(install(root, script)).rejects.toMatchObject({ stderr: expect.stringContaining('Nothing was changed') })
  expect(await readFile(ca, 'utf8')).toBe('another\n')
  await expect(stat(join(root, 'etc/pki/libvirt/servercert.pem'))).rejects.toThrow()
})

it('makes nothing where the installation’s certificates are those of another CA', async () => {
  const prepare = async (data: string) => {
    await mkdir(join(data, 'pki'))
    await writeFile(join(data, 'pki/cacert.pem'), 'of the company')
  }
  await using other = await liveCore('test:///default', { prepare })
  await expect(makeHostCertificates(other.core, { name: 'kvm-01' }, admin)).rejects.toMatchObject({ code: 'IN_USE' })
})
