import { expect, it } from 'vitest'
import { parseHostUri } from './host-uri.ts'

it.each([
  ['qemu:///system', 'qemu:///system', null],
  ['qemu+unix:///system', 'qemu:///system', null],
  ['test:///default', 'test:///default', null],
  ['qemu:///system?mode=legacy', 'qemu:///system', null],
  ['qemu:///system?socket=/run/lab/libvirt-sock', 'qemu:///system', '/run/lab/libvirt-sock'],
  ['qemu+unix:///system?socket=%2Frun%2Fa%20b', 'qemu:///system', '/run/a b'],
  ['qemu+ssh://root@host/system', 'qemu:///system', null],
  ['qemu+ssh://host:2222/system?mode=direct', 'qemu:///system', null],
  ['qemu+libssh2://[fe80::1]/system', 'qemu:///system', null],
  ['qemu+tls://host.example.org/system', 'qemu:///system', null],
  ['qemu://host/system', 'qemu:///system', null],
  ['qemu+tcp://localhost/system', 'qemu:///system', null],
  ['qemu+tcp://[::1]:5000/system', 'qemu:///system', null],
  ['xen+ssh://root@host/', 'xen:///', null],
  ['lxc:///system', 'lxc:///system', null],
])('reads %s', (text, open, socket) => {
  expect(parseHostUri(text)).toMatchObject({ text, open, socket })
})

it.each([
  '',
  'system',
  'qemu:///session',
  'qemu+ssh://host/session',
  'qemu+tcp://169.254.169.254/system',
  'qemu+tcp://localhost.example.org/system',
  'qemu+ext:///system?command=/bin/sh',
  'qemu+ssh://host/system?command=/bin/sh',
  'qemu+ssh://host/system?netcat=/bin/sh',
  'qemu+ssh://host/system?keyfile=/etc/shadow',
  'qemu+ssh://host/system?known_hosts=/dev/null',
  'qemu+ssh://host/system?known_hosts_verify=ignore',
  'qemu+ssh://host/system?no_verify=1',
  'qemu+ssh://host/system?proxy=netcat',
  'qemu+ssh://host/system?socket=/run/docker.sock',
  'qemu+ssh://host/system?sshauth=agent',
  'qemu+ssh://host/system?name=qemu:///session',
  'qemu+ssh://-oProxyCommand=x/system',
  'qemu+ssh://-l@host/system',
  'qemu+ssh://a%20b@host/system',
  'qemu+ssh://host:22;id/system',
  'qemu+ssh://host%0a/system',
  'qemu+tls://host/system?pkipath=/tmp',
  'qemu+tls://host/system?no_verify=1',
  'qemu+tls://host/system?tls_priority=NONE',
  'qemu+tls://user@host/system',
  'esx://host/?no_verify=1',
  'remote://host/',
  'test:///etc/passwd',
  'test+ssh://host/etc/passwd',
  'test+unix:///default?command=x',
  'qemu:///system?socket=',
  'qemu:///system?socket=relative',
  'qemu:///system?socket=/run/../etc/x',
  'qemu:///system?socket=/a&socket=/b',
  'qemu:///system?no_verify=1',
  'qemu:///system?socket=/a&proxy=native',
  'qemu:///system?root=/tmp',
  'qemu:///system#x',
  ` qemu:///system`,
  'qemu:///system\n',
  `qemu:///system?socket=/${'a'.repeat(107)}`,
])('refuses %j with a sentence about the field', text => {
  expect(() => parseHostUri(text)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', data: { issues: [{ path: 'uri', message: expect.any(String) }] } }),
  )
})

it('lets plain TCP out of this machine only where somebody confirmed it, or the configuration does', () => {
  const uri = 'qemu+tcp://10.77.0.11/system'
  expect(() => parseHostUri(uri)).toThrow(/confirm that you trust/)
  expect(parseHostUri(uri, { confirmed: true })).toMatchObject({ open: 'qemu:///system' })
  expect(parseHostUri(uri, { plainTcp: 'yes' })).toMatchObject({ open: 'qemu:///system' })
  expect(() => parseHostUri(uri, { plainTcp: 'no', confirmed: true })).toThrow(/PORTHOLE_PLAIN_TCP=no forbids/)
})
