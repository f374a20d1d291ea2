import { expect, it } from 'vitest'
import { atFields, type NewHostValues, toNewHost, uriOf } from './new-host-form.ts'

const values = (some: Partial<NewHostValues>): NewHostValues => ({
  ...{ kind: 'ssh', driver: 'qemu', host: 'kvm-03', user: 'root', port: '', uri: '', name: '' },
  ...{ plainTcp: false, certificatesOf: 'folder', certificates: { ca: '', cert: '', key: '' } },
  ...some,
})

it.each([
  [{}, 'qemu+ssh://root@kvm-03/system'],
  [{ user: '', port: 2222 }, 'qemu+ssh://kvm-03:2222/system'],
  [{ kind: 'tls' }, 'qemu+tls://kvm-03/system'],
  [{ kind: 'tcp', host: 'fd00::1' }, 'qemu+tcp://[fd00::1]/system'],
  [{ kind: 'tcp', host: '[fd00::1]', driver: 'xen' }, 'xen+tcp://[fd00::1]/system'],
  [{ kind: 'local', driver: 'test' }, 'test:///default'],
  [{ kind: 'uri', uri: ' lxc:///system ' }, 'lxc:///system'],
  // What could be taken for another part of a URI is not.
  [{ host: 'h/system?command=/bin/sh' }, 'qemu+ssh://root@h%2Fsystem%3Fcommand%3D%2Fbin%2Fsh/system'],
  [{ user: 'a@b', host: '-oProxyCommand=x' }, 'qemu+ssh://a%40b@-oProxyCommand%3Dx/system'],
] as const)('writes the URI of %j', (some, uri) => {
  expect(uriOf(values(some as Partial<NewHostValues>))).toBe(uri)
})

it('calls a host by its own name unless somebody gives another', () => {
  expect(toNewHost(values({})).name).toBe('kvm-03')
  expect(toNewHost(values({ name: ' left ' })).name).toBe('left')
  expect(toNewHost(values({ kind: 'uri', uri: 'qemu+ssh://root@far:22/system' })).name).toBe('far')
  expect(toNewHost(values({ kind: 'local' })).name).toBe('')
})

it('sends certificates and the word about TCP only where they count', () => {
  const certificates = { ca: 'CA', cert: ' ', key: '' }
  expect(toNewHost(values({ kind: 'tls', certificatesOf: 'own', certificates }))).toMatchObject({
    certificates: { ca: 'CA' },
  })
  expect(toNewHost(values({ kind: 'tls', certificates }))).not.toHaveProperty('certificates')
  expect(toNewHost(values({ certificatesOf: 'own', certificates, plainTcp: true }))).toMatchObject({ plainTcp: false })
})

it('shows what is wrong with the URI at the field that made it', () => {
  expect(atFields(values({}), { uri: 'no' })).toEqual({ host: 'no' })
  expect(atFields(values({ kind: 'uri' }), { uri: 'no', name: 'x' })).toEqual({ uri: 'no', name: 'x' })
})
