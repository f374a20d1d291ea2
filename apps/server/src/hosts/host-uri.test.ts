import { expect, it } from 'vitest'
import { parseHostUri } from './host-uri.ts'

it.each([
  ['qemu:///system', 'qemu:///system', null],
  ['qemu+unix:///system', 'qemu:///system', null],
  ['test:///default', 'test:///default', null],
  ['qemu:///system?socket=/run/lab/libvirt-sock', 'qemu:///system', '/run/lab/libvirt-sock'],
  ['qemu+unix:///system?socket=%2Frun%2Fa%20b', 'qemu:///system', '/run/a b'],
])('reads %s', (text, open, socket) => {
  expect(parseHostUri(text)).toEqual({ text, open, socket })
})

it.each([
  '',
  'system',
  'qemu:///session',
  'qemu://host/system',
  'qemu+ssh://root@host/system',
  'qemu+tcp://169.254.169.254/system',
  'qemu+tls:///system',
  'qemu+ext:///system?command=/bin/sh',
  'qemu+libssh2://h/system',
  'xen:///system',
  'test:///etc/passwd',
  'test+unix:///default?command=x',
  'qemu:///system?socket=',
  'qemu:///system?socket=relative',
  'qemu:///system?socket=/run/../etc/x',
  'qemu:///system?socket=/a&socket=/b',
  'qemu:///system?no_verify=1',
  'qemu:///system?socket=/a&proxy=native',
  'qemu:///system#x',
  ` qemu:///system`,
  'qemu:///system\n',
  `qemu:///system?socket=/${'a'.repeat(107)}`,
])('refuses %j with a sentence about the field', text => {
  expect(() => parseHostUri(text)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', data: { issues: [{ path: 'uri', message: expect.any(String) }] } }),
  )
})
