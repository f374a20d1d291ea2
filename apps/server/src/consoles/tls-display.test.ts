// Displays that encrypt: a libvirt host with vnc_tls, whose QEMU offers nothing but VeNCrypt.
import { once } from 'node:events'
import { appendFile, chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { closeCodes } from '@porthole/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAuthority, makeCertificate } from '../../../../e2e/lab/certificates.ts'
import { type PrivateLibvirt, startPrivateLibvirt } from '../../../../e2e/lab/private-libvirt.ts'
import { defineGuest, type GuestParts } from '../../test/guest.ts'
import { caller, type LiveCore, liveCore } from '../../test/live-core.ts'
import { type ConsoleDoor, openDoor, RfbViewer } from '../../test/rfb-viewer.ts'
import { startVm } from '../vms/start-vm.ts'
import { openConsole } from './open-console.ts'

const ann = caller(['vm.see', 'vm.watch', 'vm.console'], 'ann')
let libvirt: PrivateLibvirt
let live: LiveCore
let door: ConsoleDoor
let pki: string
let data: string

beforeAll(async () => {
  libvirt = await startPrivateLibvirt()
  const folder = dirname(libvirt.socket)
  const servers = join(folder, 'vnc-pki')
  await makeAuthority(servers, 'Test CA')
  await makeCertificate(servers, 'server', `DNS:${hostname()}`)
  await makeCertificate(servers, 'client', 'DNS:porthole')
  await cp(join(servers, 'cacert.pem'), join(servers, 'ca-cert.pem'))
  for (const kind of ['server', 'client'])
    for (const part of ['cert', 'key']) {
      await cp(join(servers, `${kind}${part}.pem`), join(servers, `${kind}-${part}.pem`))
      await chmod(join(servers, `${kind}-${part}.pem`), 0o644)
    }
  const settings = `vnc_tls = 1\nvnc_tls_x509_verify = 1\nvnc_tls_x509_cert_dir = "${servers}"\n`
  await appendFile(join(folder, 'etc/libvirt/qemu.conf'), settings)
  await libvirt.killDaemon()
  await libvirt.startDaemon()
  live = await liveCore(libvirt.uri, {
    async prepare(made) {
      data = made
      pki = join(made, 'pki')
      await mkdir(pki)
      for (const name of ['cacert.pem', 'clientcert.pem', 'clientkey.pem'])
        await cp(join(servers, name), join(pki, name))
    },
  })
  door = await openDoor(live.core, () => ann)
})
afterAll(async () => {
  door.close()
  await live[Symbol.asyncDispose]()
  await libvirt.stop()
})

async function view(parts: GuestParts) {
  const guest = await defineGuest(live.link, 'tls', parts)
  await live.link.refresh(guest.uuid)
  await startVm(live.core, { id: guest.uuid }, ann)
  const { ticket } = await openConsole(live.core, { id: guest.uuid }, ann)
  return { viewer: new RfbViewer(door.url, ticket), guest }
}

it.each([
  ['without a password', {}],
  ['with a password', { password: 's3cr3tPw' }],
  ['on all addresses', { listen: `type='address' address='0.0.0.0'` }],
])('shows a guest whose display encrypts, %s: both sides show a certificate', async (_, parts) => {
  const { viewer, guest } = await view(parts)
  const { width, height } = await viewer.handshake()
  expect(width * height).toBeGreaterThan(100_000)
  await viewer.picture()
  viewer.send(Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61, 4, 0, 0, 0, 0, 0, 0, 0x61]))
  await viewer.picture()
  viewer.close()
  await guest.remove()
})

it('does not open one whose certificate is from somebody else, or to which it can not show its own', async () => {
  const stranger = await mkdtemp(join(tmpdir(), 'porthole-pki-'))
  await makeAuthority(stranger, 'Somebody else')
  const keep = join(data, 'kept')
  await cp(pki, keep, { recursive: true })
  await cp(join(stranger, 'cacert.pem'), join(pki, 'cacert.pem'))
  const first = await view({})
  const [code, reason] = await once(first.viewer.socket, 'close')
  expect([code, String(reason)]).toEqual([closeCodes.displayFailed, expect.stringMatching(/TLS can not be trusted/)])
  await first.guest.remove()

  await cp(join(keep, 'cacert.pem'), join(pki, 'cacert.pem'))
  for (const name of ['clientcert.pem', 'clientkey.pem']) await rm(join(pki, name))
  const second = await view({})
  expect((await once(second.viewer.socket, 'close'))[0]).toBe(closeCodes.displayFailed)
  await second.guest.remove()

  await rm(join(pki, 'cacert.pem'))
  const third = await view({})
  const [, why] = await once(third.viewer.socket, 'close')
  expect(String(why)).toMatch(/^The display wants TLS\. The certificate of the CA .* is missing/)
  await third.guest.remove()
  await cp(keep, pki, { recursive: true })
  await rm(stranger, { recursive: true })
})

it('says what to change where a display listens nowhere', async () => {
  const { viewer, guest } = await view({ listen: `type='none'` })
  const [code, reason] = await once(viewer.socket, 'close')
  expect([code, String(reason)]).toEqual([closeCodes.guestClosed, expect.stringMatching(/listens nowhere/)])
  await guest.remove()
})
